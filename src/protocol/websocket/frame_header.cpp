#include <cstring>

#include "protocol/websocket/frame_header.hpp"

namespace parley::ws {
namespace {

constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kReserved1 = 0x40;
constexpr std::uint8_t kReserved2And3 = 0x30;
constexpr std::uint8_t kOpcode = 0x0F;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kLength = 0x7F;

bool is_known(std::uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

// Checks the rules that the first two bytes of a frame can break (RFC 6455 §5.1, §5.2, §5.5).
std::optional<Fault> check_start(std::uint8_t first, std::uint8_t second) {
  if ((first & kReserved2And3) != 0) {
    return Fault{CloseCode::protocol_error, "a reserved bit is set"};
  }
  if (!is_known(first & kOpcode)) {
    return Fault{CloseCode::protocol_error, "unknown opcode"};
  }
  if ((second & kMasked) == 0) {
    return Fault{CloseCode::protocol_error, "a client's frame must be masked"};
  }
  if (!is_control(Opcode{static_cast<std::uint8_t>(first & kOpcode)})) {
    return std::nullopt;
  }
  if ((first & kFinal) == 0) {
    return Fault{CloseCode::protocol_error, "a control frame must not be fragmented"};
  }
  if ((second & kLength) > kControlPayloadLimit) {
    return Fault{CloseCode::protocol_error, "a control frame must not be longer than 125 bytes"};
  }
  return std::nullopt;
}

// Returns how many bytes of length follow the 7-bit length.
std::size_t extended_length_size(std::uint8_t length) {
  if (length < 126) {
    return 0;
  }
  return length == 126 ? 2 : 8;
}

std::uint64_t read_big_endian(std::span<const char> bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) {
    value = value << 8 | static_cast<std::uint8_t>(byte);
  }
  return value;
}

}  // namespace

std::expected<std::optional<FrameHeader>, Fault> parse_header(std::span<const char> bytes) {
  // 1. The first two bytes hold the flags, the opcode and the 7-bit length.
  if (bytes.size() < 2) {
    return std::nullopt;
  }
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  const auto second = static_cast<std::uint8_t>(bytes[1]);
  if (const auto fault = check_start(first, second)) {
    return std::unexpected(*fault);
  }
  // 2. The size of the header follows from them: the extended length, then the masking key of 4 bytes.
  const std::size_t extended = extended_length_size(second & kLength);
  FrameHeader header{.opcode = Opcode{static_cast<std::uint8_t>(first & kOpcode)},
                     .final = (first & kFinal) != 0,
                     .compressed = (first & kReserved1) != 0,
                     .masking_key = {},
                     .size = static_cast<std::uint8_t>(2 + extended + 4),
                     .payload_size = static_cast<std::uint64_t>(second & kLength)};
  if (bytes.size() < header.size) {
    return std::nullopt;
  }
  // 3. An extended length must be needed, and its highest bit must be 0.
  if (extended > 0) {
    header.payload_size = read_big_endian(bytes.subspan(2, extended));
    if (header.payload_size < 126 || (extended == 8 && header.payload_size <= 0xFFFF)) {
      return std::unexpected(Fault{CloseCode::protocol_error, "the length must take as few bytes as it can"});
    }
    if (header.payload_size >> 63 != 0) {
      return std::unexpected(Fault{CloseCode::protocol_error, "the length has its highest bit set"});
    }
  }
  std::memcpy(header.masking_key.data(), bytes.data() + 2 + extended, header.masking_key.size());
  return header;
}

// Unmasks eight bytes at a time, in a loop that the compiler can turn into vector instructions. The key is rotated
// first, so that it starts with the byte that belongs to `offset`.
void unmask(std::span<char> bytes, std::array<char, 4> masking_key, std::uint64_t offset) {
  std::array<char, 8> rotated{};
  for (std::size_t i = 0; i < rotated.size(); ++i) {
    rotated[i] = masking_key[(offset + i) % masking_key.size()];
  }
  std::uint64_t key = 0;
  std::memcpy(&key, rotated.data(), sizeof(key));
  std::size_t at = 0;
  for (; at + sizeof(key) <= bytes.size(); at += sizeof(key)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof(word));
    word ^= key;
    std::memcpy(bytes.data() + at, &word, sizeof(word));
  }
  for (; at < bytes.size(); ++at) {
    bytes[at] = static_cast<char>(bytes[at] ^ rotated[at % rotated.size()]);
  }
}

}  // namespace parley::ws
