// Wraps the texts of Parley's protocol in the packets of Socket.IO, so that the same workloads measure a Socket.IO
// server. It covers Engine.IO 4 and Socket.IO 5 (https://socket.io/docs/v4/socket-io-protocol) over WebSocket, the main
// namespace and no binary. Pure functions. The texts go into buffers that are kept, so that a message allocates
// nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::bench::socket_io {

inline constexpr std::string_view kPath = "/socket.io/?EIO=4&transport=websocket";
inline constexpr std::string_view kConnect = "40";  // connects to the main namespace
inline constexpr std::string_view kPong = "3";

enum class Packet : std::uint8_t {
  open,  // the connection is open; the client connects to the namespace next
  connected,  // the client says hello next
  ping,
  message,  // an event or an acknowledgement
};

// Returns the kind of a packet. Throws for a packet that the server does not send here.
Packet kind_of(std::string_view packet);

// Writes {"id":N,"op":"…","params":{…}} as an event that asks for an acknowledgement: 42N["…",{…}]. Overwrites
// `packet`.
void wrap(std::string_view request, std::string& packet);

// Writes the text of a message packet: 42["…",{…}] gives {"event":"…",…}, and 43N[{…}] gives {"id":N,"result":{…}}.
// Overwrites `text`.
void unwrap(std::string_view packet, std::string& text);

}  // namespace parley::bench::socket_io
