#include <parley/base/uuid.hpp>

#include <chrono>
#include <cstring>
#include <mutex>

#include <parley/base/random.hpp>

namespace parley {
namespace {

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

constexpr bool is_hyphen_position(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

// The time and a 12-bit counter (RFC 9562 §6.2, method 1). In each millisecond the counter starts at a random value in
// the lower half of its range and counts up. If it is used up, the timestamp is advanced by a millisecond, so that no
// caller has to wait for the clock.
struct Stamp {
  std::uint64_t milliseconds;
  std::uint32_t counter;
};

Stamp next_stamp() {
  static std::mutex mutex;
  static Stamp last{};
  const auto now = static_cast<std::uint64_t>(
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()).time_since_epoch().count());
  std::scoped_lock lock(mutex);
  if (now > last.milliseconds) {
    last = {now, random_number() & 0x7ffU};
  } else if (last.counter < 0xfffU) {
    ++last.counter;
  } else {
    last = {last.milliseconds + 1, random_number() & 0x7ffU};
  }
  return last;
}

}  // namespace

Uuid Uuid::generate() {
  const Stamp stamp = next_stamp();
  // The layout is 48 bits of time, 4 bits of version, 12 bits of counter, 2 bits of variant and 62 random bits.
  Bytes bytes{};
  random_bytes(bytes);
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(stamp.milliseconds >> (40 - 8 * i));
  bytes[6] = static_cast<std::uint8_t>(0x70U | (stamp.counter >> 8));
  bytes[7] = static_cast<std::uint8_t>(stamp.counter);
  bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3fU));
  return Uuid(bytes);
}

// Each pair of digits is one byte; the hyphens have fixed positions (RFC 9562 §4).
std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Bytes bytes{};
  std::size_t digits = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_hyphen_position(at)) {
      if (text[at] != '-') return std::nullopt;
      continue;
    }
    const int value = hex_value(text[at]);
    if (value < 0) return std::nullopt;
    bytes[digits / 2] = static_cast<std::uint8_t>(bytes[digits / 2] << 4 | value);
    ++digits;
  }
  return Uuid(bytes);
}

std::string Uuid::text() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text(36, '-');
  std::size_t digits = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_hyphen_position(at)) continue;
    const std::uint8_t byte = bytes_[digits / 2];
    text[at] = kDigits[digits % 2 == 0 ? byte >> 4 : byte & 0xf];
    ++digits;
  }
  return text;
}

}  // namespace parley

// The last eight bytes of a version 7 UUID are random, so they are used as the hash.
std::size_t std::hash<parley::Uuid>::operator()(const parley::Uuid& uuid) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, uuid.bytes().data() + 8, sizeof value);
  return value;
}
