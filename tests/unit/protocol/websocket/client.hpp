// The client's side of the WebSocket tests: frames that a client sends, valid or not, and the events that a decoder
// makes of bytes in portions. Any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <parley/protocol/websocket/decoder.hpp>

namespace parley::ws {

// Every part of a frame can be set to something that the standard forbids.
struct ClientFrame {
  Opcode opcode = Opcode::text;
  std::string payload = {};
  bool final = true;
  std::uint8_t reserved = 0;  // RSV1 is 4, RSV2 is 2, RSV3 is 1
  std::optional<std::array<char, 4>> masking_key = std::array<char, 4>{'\x37', '\xfa', '\x21', '\x3d'};
  std::optional<std::uint64_t> claimed_size = std::nullopt;  // replaces the size of the payload in the header
  int length_bytes = 0;                                      // 2 or 8 forces a form that is not the shortest
};

// Returns the number of bytes in the shortest form of the extended length.
inline int length_bytes_of(std::uint64_t payload_size) {
  if (payload_size <= 125) return 0;
  return payload_size <= 0xFFFF ? 2 : 8;
}

inline std::string encode(const ClientFrame& frame) {
  const std::uint64_t size = frame.claimed_size.value_or(frame.payload.size());
  const int length_bytes = frame.length_bytes > 0 ? frame.length_bytes : length_bytes_of(size);
  const std::uint64_t extended_length = length_bytes == 2 ? 126 : 127;
  const std::uint64_t length = length_bytes == 0 ? size : extended_length;
  std::string bytes;
  bytes += static_cast<char>((frame.final ? 0x80 : 0) | frame.reserved << 4 | std::to_underlying(frame.opcode));
  bytes += static_cast<char>((frame.masking_key ? 0x80 : 0) | length);
  for (int shift = 8 * (length_bytes - 1); shift >= 0; shift -= 8) {
    bytes += static_cast<char>(size >> shift);
  }
  const std::array<char, 4> key = frame.masking_key.value_or(std::array<char, 4>{});
  if (frame.masking_key) {
    bytes.append(key.begin(), key.end());
  }
  for (std::size_t i = 0; i < frame.payload.size(); ++i) {
    bytes += static_cast<char>(frame.payload[i] ^ key[i % 4]);
  }
  return bytes;
}

inline std::string encode(const std::vector<ClientFrame>& frames) {
  std::string bytes;
  for (const ClientFrame& frame : frames) {
    bytes += encode(frame);
  }
  return bytes;
}

// A copy of an event that outlives the decoder's buffers. `code` is no_status except for close and error.
struct Seen {
  Event::Kind kind;
  std::string payload = {};
  CloseCode code = CloseCode::no_status;
  friend bool operator==(const Seen&, const Seen&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const Seen& seen) {
  static constexpr std::array<std::string_view, 6> kNames{"text", "binary", "ping", "pong", "close", "error"};
  return out << kNames.at(std::to_underlying(seen.kind)) << '(' << std::to_underlying(seen.code) << ", "
             << seen.payload.size() << " bytes: " << seen.payload.substr(0, 40) << ')';
}

// Feeds one portion and adds the events to `seen`. The portion is a copy, because the decoder unmasks in place.
inline void feed(Decoder& decoder, std::string portion, std::vector<Seen>& seen) {
  std::span<char> input(portion);
  while (const auto event = decoder.next(input)) {
    seen.push_back({event->kind, std::string(event->payload), event->code});
  }
}

// Feeds `bytes` cut at the given ascending offsets. Offsets beyond the end are ignored.
inline std::vector<Seen> decode(Decoder decoder, std::string_view bytes, const std::vector<std::size_t>& cuts = {}) {
  std::vector<Seen> seen;
  std::size_t begin = 0;
  for (const std::size_t cut : cuts) {
    const std::size_t end = std::min(cut, bytes.size());
    feed(decoder, std::string(bytes.substr(begin, end - begin)), seen);
    begin = end;
  }
  feed(decoder, std::string(bytes.substr(begin)), seen);
  return seen;
}

inline std::vector<Seen> decode_bytewise(Decoder decoder, std::string_view bytes) {
  std::vector<Seen> seen;
  for (const char byte : bytes) {
    feed(decoder, std::string(1, byte), seen);
  }
  return seen;
}

}  // namespace parley::ws
