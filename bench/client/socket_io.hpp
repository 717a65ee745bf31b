// Socket.IO's packets around the texts of Parley's protocol, so that a Socket.IO server is measured by the same
// workloads: Engine.IO 4 and Socket.IO 5 (https://socket.io/docs/v4/socket-io-protocol), WebSocket only, the main
// namespace, no binary. Pure functions; the texts go into buffers that are kept, so that a message allocates nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::bench::socket_io {

inline constexpr std::string_view kPath = "/socket.io/?EIO=4&transport=websocket";
inline constexpr std::string_view kConnect = "40";  // to the main namespace
inline constexpr std::string_view kPong = "3";

enum class Packet : std::uint8_t {
  open,       // the connection is there: connect to the namespace
  connected,  // say hello
  ping,
  message,  // an event or an acknowledgement
};

Packet kind_of(std::string_view packet);  // throws for what a server does not send here

// {"id":N,"op":"…","params":{…}} as an event that asks for an acknowledgement: 42N["…",{…}]. `packet` is overwritten.
void wrap(std::string_view request, std::string& packet);

// The text for a message: 42["…",{…}] is {"event":"…",…}, and 43N[{…}] is {"id":N,"result":{…}}. `text` is overwritten.
void unwrap(std::string_view packet, std::string& text);

}  // namespace parley::bench::socket_io
