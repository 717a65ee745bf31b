// WebSocket frames as a server sends them (RFC 6455 §5.2): final and unmasked, one frame a message. Pure functions; any
// thread. A frame is encoded once and shared by all who receive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <parley/protocol/close_code.hpp>

namespace parley::ws {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

constexpr bool is_control(Opcode opcode) { return opcode >= Opcode::close; }

// Bytes that the payload of a control frame may have (§5.5), and the reason of a close frame after its two-byte code.
inline constexpr std::size_t kControlPayloadLimit = 125;
inline constexpr std::size_t kCloseReasonLimit = kControlPayloadLimit - 2;

// Appends the header of a frame whose payload, of `payload_size` bytes, the caller appends next. `compressed` sets
// RSV1, which says that the payload came from compress() (RFC 7692 §6).
void append_frame_header(std::string& out, Opcode opcode, std::size_t payload_size, bool compressed = false);

// One whole frame. The payload of a control frame has at most kControlPayloadLimit bytes, and is never compressed.
std::string encode_frame(Opcode opcode, std::string_view payload, bool compressed = false);

// A close frame; CloseCode::no_status gives one without code and reason. A longer reason than kCloseReasonLimit is cut
// between two characters.
std::string encode_close(CloseCode code, std::string_view reason = {});

// The code to answer a received close frame with: the same (§5.5.1), or `normal` where it named none.
constexpr CloseCode close_reply(CloseCode received) {
  return received == CloseCode::no_status ? CloseCode::normal : received;
}

}  // namespace parley::ws
