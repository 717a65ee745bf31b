// Parses the header of a frame as a client sends it (RFC 6455 §5.2), and checks the rules that do not depend on other
// frames. Only the decoder uses it. Pure; any thread.
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

// Describes what the client did wrong, as code and reason of the close frame. The reason refers to a constant.
struct Fault {
  CloseCode code;
  std::string_view reason;
};

inline constexpr std::size_t kClientHeaderLimit = 14;  // 2 bytes, 8 bytes of length and 4 bytes of masking key

struct FrameHeader {
  Opcode opcode;
  bool final;
  bool compressed;  // RSV1
  std::array<char, 4> masking_key;
  std::uint8_t size;  // bytes of this header
  std::uint64_t payload_size;
};

// Parses the header at the start of `bytes`. Returns nothing if the header is not complete. A fault is reported as soon
// as the byte that contains it is there.
std::expected<std::optional<FrameHeader>, Fault> parse_header(std::span<const char> bytes);

// Unmasks the bytes, which start `offset` bytes into the payload, by XOR with the key (RFC 6455 §5.3).
void unmask(std::span<char> bytes, std::array<char, 4> masking_key, std::uint64_t offset);

}  // namespace parley::ws
