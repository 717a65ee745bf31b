// The header of a frame as a client sends it (RFC 6455 §5.2), and the rules that it can be checked against by itself.
// Pure; internal to the decoder.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include <parley/protocol/close_code.hpp>
#include <parley/protocol/websocket/frame.hpp>

namespace parley::ws {

// What the client did wrong, as the close frame tells it. The reason is a constant.
struct Fault {
  CloseCode code;
  std::string_view reason;
};

inline constexpr std::size_t kClientHeaderLimit = 14;

struct FrameHeader {
  Opcode opcode;
  bool final;
  bool compressed;  // RSV1
  std::array<char, 4> masking_key;
  std::uint8_t size;  // bytes of this header
  std::uint64_t payload_size;
};

// Nothing when the header goes on after `bytes`. A fault is found as soon as its byte is there.
std::expected<std::optional<FrameHeader>, Fault> parse_header(std::span<const char> bytes);

// XORs the bytes with the key (§5.3), where they start `offset` bytes into the payload.
void unmask(std::span<char> bytes, std::array<char, 4> masking_key, std::uint64_t offset);

}  // namespace parley::ws
