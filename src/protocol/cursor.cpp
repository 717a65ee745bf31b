#include <parley/protocol/cursor.hpp>

#include <algorithm>

#include <parley/base/crypto.hpp>

namespace parley {
namespace {

constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kIdBytes = sizeof(Uuid::Bytes);

// Numbers are written big-endian.
void add(std::string& bytes, std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  for (std::size_t i = 0; i < kNumberBytes; ++i) bytes += static_cast<char>(bits >> (56 - 8 * i));
}

void add(std::string& bytes, const Uuid& id) { bytes.append(id.bytes().begin(), id.bytes().end()); }

std::int64_t take_number(std::string_view& bytes) {
  std::uint64_t bits = 0;
  for (const char byte : bytes.substr(0, kNumberBytes)) bits = bits << 8 | static_cast<unsigned char>(byte);
  bytes.remove_prefix(kNumberBytes);
  return static_cast<std::int64_t>(bits);
}

Uuid take_id(std::string_view& bytes) {
  Uuid::Bytes id{};
  std::copy_n(bytes.begin(), kIdBytes, id.begin());
  bytes.remove_prefix(kIdBytes);
  return Uuid(id);
}

}  // namespace

std::string encode_cursor(const ListCursor& cursor) {
  std::string bytes;
  add(bytes, cursor.time.time_since_epoch().count());
  add(bytes, cursor.id);
  return base64url_encode(bytes);
}

std::optional<ListCursor> decode_cursor(std::string_view text) {
  const auto bytes = base64url_decode(text);
  if (!bytes || bytes->size() != kNumberBytes + kIdBytes) return std::nullopt;
  std::string_view rest = *bytes;
  const Time time(milliseconds{take_number(rest)});
  return ListCursor{time, take_id(rest)};
}

std::string encode_cursor(UserId last) { return encode_cursor(ListCursor{Time(), last.uuid()}); }

std::optional<UserId> user_of(const std::optional<ListCursor>& cursor) {
  return cursor ? std::optional(UserId(cursor->id)) : std::nullopt;
}

std::string encode_cursor(const PlaceCursor& cursor) {
  std::string bytes;
  add(bytes, cursor.position);
  add(bytes, cursor.id);
  add(bytes, cursor.number);
  return base64url_encode(bytes);
}

std::optional<PlaceCursor> decode_place_cursor(std::string_view text) {
  const auto bytes = base64url_decode(text);
  if (!bytes || bytes->size() != 2 * kNumberBytes + kIdBytes) return std::nullopt;
  std::string_view rest = *bytes;
  PlaceCursor cursor;
  cursor.position = take_number(rest);
  cursor.id = take_id(rest);
  cursor.number = take_number(rest);
  return cursor;
}

bool Codec<ListCursor>::read(JsonValue value, ListCursor& out, const ReadContext& context) {
  const auto text = value.as_text();
  const auto cursor = text ? decode_cursor(*text) : std::nullopt;
  if (!cursor) return context.fault(FieldFault::invalid, "This is no cursor of this list.");
  out = *cursor;
  return true;
}

bool Codec<PlaceCursor>::read(JsonValue value, PlaceCursor& out, const ReadContext& context) {
  const auto text = value.as_text();
  const auto cursor = text ? decode_place_cursor(*text) : std::nullopt;
  if (!cursor) return context.fault(FieldFault::invalid, "This is no cursor of a search.");
  out = *cursor;
  return true;
}

}  // namespace parley
