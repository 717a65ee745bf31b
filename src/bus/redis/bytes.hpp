// Writes and reads numbers, ids and texts as bytes, for the messages between nodes. Numbers are big-endian; a text has
// its length in four bytes before it. Pure; one thread uses each object.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <parley/base/uuid.hpp>

namespace parley::redis {

inline constexpr std::size_t kIdBytes = sizeof(Uuid::Bytes);

class ByteWriter {
 public:
  template <class Number>
  void number(Number value) {
    const auto bits = static_cast<std::make_unsigned_t<Number>>(value);
    for (std::size_t byte = sizeof bits; byte-- > 0;) bytes_.push_back(static_cast<char>(bits >> (8 * byte) & 0xff));
  }
  void uuid(const Uuid& uuid) { bytes_.append(reinterpret_cast<const char*>(uuid.bytes().data()), kIdBytes); }
  template <class Tag>
  void id(const Id<Tag>& id) {
    uuid(id.uuid());
  }
  void text(std::string_view text) {
    number(static_cast<std::uint32_t>(text.size()));
    bytes_.append(text);
  }
  void reserve(std::size_t size) { bytes_.reserve(size); }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads bytes without ever leaving their bounds. After the first value that is missing, every value reads as zero; the
// caller checks once, at the end, with is_good() or is_at_end(). It refers to the bytes, which must outlive it.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <class Number>
  Number number() {
    const std::string_view taken = take(sizeof(Number));
    std::make_unsigned_t<Number> bits = 0;
    for (const char byte : taken) {
      bits = static_cast<std::make_unsigned_t<Number>>(std::uint64_t{bits} << 8 | static_cast<std::uint8_t>(byte));
    }
    return static_cast<Number>(bits);
  }
  Uuid uuid() {
    Uuid::Bytes bytes{};
    const std::string_view taken = take(kIdBytes);
    std::ranges::copy(taken, bytes.begin());
    return Uuid(bytes);
  }
  template <class IdType>
  IdType id() {
    return IdType(uuid());
  }
  std::string text() { return std::string(take(number<std::uint32_t>())); }
  // Reads the number of items that follow, each of which takes at least `least_bytes`. A number for which there are not
  // enough bytes is refused, before the caller allocates memory for it.
  std::size_t count(std::size_t least_bytes) {
    const auto count = number<std::uint32_t>();
    if (count > bytes_.size() / least_bytes) refuse();
    return is_good_ ? count : 0;
  }
  // Marks the bytes as not valid.
  void refuse() { is_good_ = false; }
  bool is_good() const { return is_good_; }
  bool is_at_end() const { return is_good_ && bytes_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (!is_good_ || size > bytes_.size()) {
      is_good_ = false;
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string_view bytes_;
  bool is_good_ = true;
};

}  // namespace parley::redis
