#include <parley/protocol/cursor.hpp>

#include <algorithm>

#include <parley/base/crypto.hpp>

namespace parley {
namespace {

constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kCursorBytes = kTimeBytes + sizeof(Uuid::Bytes);

}  // namespace

std::string encode_cursor(const ListCursor& cursor) {
  std::string bytes;
  const auto time = static_cast<std::uint64_t>(cursor.time.time_since_epoch().count());
  for (std::size_t i = 0; i < kTimeBytes; ++i) bytes += static_cast<char>(time >> (56 - 8 * i));
  bytes.append(cursor.id.bytes().begin(), cursor.id.bytes().end());
  return base64url_encode(bytes);
}

std::optional<ListCursor> decode_cursor(std::string_view text) {
  const auto bytes = base64url_decode(text);
  if (!bytes || bytes->size() != kCursorBytes) return std::nullopt;
  std::uint64_t time = 0;
  for (std::size_t i = 0; i < kTimeBytes; ++i) time = time << 8 | static_cast<unsigned char>((*bytes)[i]);
  Uuid::Bytes id{};
  std::copy(bytes->begin() + kTimeBytes, bytes->end(), id.begin());
  return ListCursor{Time(milliseconds(static_cast<std::int64_t>(time))), Uuid(id)};
}

}  // namespace parley
