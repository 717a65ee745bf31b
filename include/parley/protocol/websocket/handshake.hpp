// The pure part of the WebSocket upgrade: the key (RFC 6455 §4.2.2) and the negotiation of permessage-deflate
// (RFC 7692 §7.1). The rest of the request is checked where HTTP is. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley::ws {

// Whether a Sec-WebSocket-Key is what a client must send: 16 bytes in canonical base64.
bool is_valid_key(std::string_view sec_websocket_key);

// The Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string accept_key(std::string_view sec_websocket_key);

// What client and server agreed on: no context takeover on either side, whatever was asked for, so that no connection
// keeps a window and a message is compressed once for all who receive it.
struct DeflateWindow {
  std::uint8_t bits = 15;  // how far back the client's decompressor can look

  // Whether a message of so many bytes (uncompressed) may be sent as compress() made it. To a client with a smaller
  // window than compress() uses, only what fits into that window whole: nothing in it refers farther back. The rest is
  // sent uncompressed, which is always allowed.
  bool allows(std::size_t message_size) const { return bits == 15 || message_size <= std::size_t{1} << bits; }
};

struct DeflateAgreement {
  std::string response;  // the value of the reply's Sec-WebSocket-Extensions
  DeflateWindow window = {};
};

// The first acceptable offer in the request's Sec-WebSocket-Extensions (several such fields joined by commas). Nothing
// when there is none, or when the value breaks the grammar of RFC 6455 §9.1 anywhere: the connection is then
// uncompressed.
std::optional<DeflateAgreement> negotiate_deflate(std::string_view sec_websocket_extensions);

}  // namespace parley::ws
