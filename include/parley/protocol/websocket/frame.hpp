// Encodes WebSocket frames as a server sends them (RFC 6455 §5.2): final, unmasked, and one frame per message. A frame
// is encoded once and shared by all clients that receive it. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <parley/protocol/close_code.hpp>

namespace parley::ws {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

constexpr bool is_control(Opcode opcode) { return opcode >= Opcode::close; }

// The limits in bytes for the payload of a control frame (RFC 6455 §5.5), and for the reason of a close frame, which
// follows the code of two bytes.
inline constexpr std::size_t kControlPayloadLimit = 125;
inline constexpr std::size_t kCloseReasonLimit = kControlPayloadLimit - 2;

// Appends the header of a frame; the caller then appends the payload of `payload_size` bytes. `compressed` sets RSV1,
// which says that the payload came from compress() (RFC 7692 §6).
void append_frame_header(std::string& out, Opcode opcode, std::size_t payload_size, bool compressed = false);

// Returns one whole frame.
// REQUIRES: the payload of a control frame has at most kControlPayloadLimit bytes and is not compressed.
std::string encode_frame(Opcode opcode, std::string_view payload, bool compressed = false);

// Returns a close frame, without code and reason for CloseCode::no_status. A reason longer than kCloseReasonLimit is
// cut between two characters.
// REQUIRES: the code is not CloseCode::abnormal.
std::string encode_close(CloseCode code, std::string_view reason = {});

// Returns the code for the answer to a received close frame: the received code (RFC 6455 §5.5.1), or `normal` if the
// frame had none.
constexpr CloseCode close_reply(CloseCode received) {
  return received == CloseCode::no_status ? CloseCode::normal : received;
}

}  // namespace parley::ws
