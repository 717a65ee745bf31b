// Implements the pure part of the WebSocket upgrade: the key (RFC 6455 §4.2.2) and the negotiation of
// permessage-deflate (RFC 7692 §7.1). The net layer checks the rest of the request. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::ws {

// Returns whether a Sec-WebSocket-Key is 16 bytes in canonical base64, as a client must send it.
bool is_valid_key(std::string_view sec_websocket_key);

// Returns the Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string accept_key(std::string_view sec_websocket_key);

// Describes what client and server agreed on. There is never context takeover on either side, whatever the client
// offered, so that no connection keeps a window and a message is compressed once for all clients that receive it.
struct DeflateWindow {
  std::uint8_t bits = 15;  // the client's decompressor has a window of 2^bits bytes

  // Returns whether a message of this many uncompressed bytes may be sent as compress() returned it. A client with a
  // smaller window than compress() uses can only decompress messages that fit into its window as a whole, since nothing
  // in them refers back farther. Longer messages are sent to it uncompressed, which is always allowed.
  bool allows(std::size_t message_size) const { return bits == 15 || message_size <= std::size_t{1} << bits; }
};

struct DeflateAgreement {
  std::string response;  // the value of Sec-WebSocket-Extensions in the response
  DeflateWindow window = {};
};

// Accepts the first acceptable offer in the request's Sec-WebSocket-Extensions; the caller joins several such fields
// with commas. Returns nothing if there is none, or if the value breaks the grammar of RFC 6455 §9.1 anywhere. The
// connection is then uncompressed.
std::optional<DeflateAgreement> negotiate_deflate(std::string_view sec_websocket_extensions);

}  // namespace parley::ws
