#include <parley/protocol/websocket/frame.hpp>

#include <cassert>
#include <utility>

namespace parley::ws {
namespace {

constexpr std::size_t kHeaderLimit = 10;

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

// Cuts the reason to its limit, before the first byte of a UTF-8 character.
std::string_view cut_reason(std::string_view reason) {
  if (reason.size() <= kCloseReasonLimit) {
    return reason;
  }
  std::size_t size = kCloseReasonLimit;
  while (size > 0 && (static_cast<std::uint8_t>(reason[size]) & 0xC0) == 0x80) {
    --size;
  }
  return reason.substr(0, size);
}

}  // namespace

void append_frame_header(std::string& out, Opcode opcode, std::size_t payload_size, bool compressed) {
  assert(!is_control(opcode) || (payload_size <= kControlPayloadLimit && !compressed));
  constexpr int kFinal = 0x80;
  constexpr int kReserved1 = 0x40;
  out.push_back(static_cast<char>(kFinal | (compressed ? kReserved1 : 0) | std::to_underlying(opcode)));
  // The length takes 7 bits, or 126 and 16 bits, or 127 and 64 bits (RFC 6455 §5.2).
  if (payload_size <= 125) {
    out.push_back(static_cast<char>(payload_size));
  } else if (payload_size <= 0xFFFF) {
    out.push_back(126);
    append_big_endian(out, payload_size, 2);
  } else {
    out.push_back(127);
    append_big_endian(out, payload_size, 8);
  }
}

std::string encode_frame(Opcode opcode, std::string_view payload, bool compressed) {
  std::string frame;
  frame.reserve(kHeaderLimit + payload.size());
  append_frame_header(frame, opcode, payload.size(), compressed);
  frame += payload;
  return frame;
}

std::string encode_close(CloseCode code, std::string_view reason) {
  assert(code != CloseCode::abnormal);
  std::string payload;
  if (code != CloseCode::no_status) {
    append_big_endian(payload, std::to_underlying(code), 2);
    payload += cut_reason(reason);
  }
  return encode_frame(Opcode::close, payload);
}

}  // namespace parley::ws
