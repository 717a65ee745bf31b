// Encodes the position at which a page of a list ended as an opaque text, which a client sends back to get the next
// page. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <parley/base/error.hpp>
#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/base/uuid.hpp>
#include <parley/protocol/codec.hpp>

namespace parley {

// The position in a list that is sorted by time and then by id. Its text is 24 bytes in base64url.
struct ListCursor {
  Time time;
  Uuid id;
  friend bool operator==(const ListCursor&, const ListCursor&) = default;
};

std::string encode_cursor(const ListCursor& cursor);
// Returns nothing for a text that encode_cursor() did not write.
std::optional<ListCursor> decode_cursor(std::string_view text);

// The position in a list that is sorted by user id alone. Its text is the text of a ListCursor without a time.
std::string encode_cursor(UserId last);
// Returns the last user of the page before.
std::optional<UserId> user_of(const std::optional<ListCursor>& cursor);

// A position, an id and a number: 32 bytes in base64url, and as strict.
struct PlaceCursor {
  std::int64_t position = 0;
  Uuid id;
  std::int64_t number = 0;
  friend bool operator==(const PlaceCursor&, const PlaceCursor&) = default;
};

std::string encode_cursor(const PlaceCursor& cursor);
std::optional<PlaceCursor> decode_place_cursor(std::string_view text);

template <>
struct Codec<ListCursor> {
  // 32 digits of base64url are 24 bytes, and none is left over.
  static constexpr std::string_view kPattern = "^[A-Za-z0-9_-]{32}$";
  static bool read(JsonValue value, ListCursor& out, const ReadContext& context);
  static std::string schema(SchemaBook&, const Bounds&) { return text_schema({}, {.pattern = kPattern}); }
};

template <>
struct Codec<PlaceCursor> {
  // The last of 43 digits has two bits that belong to no byte; they are 0.
  static constexpr std::string_view kPattern = "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$";
  static bool read(JsonValue value, PlaceCursor& out, const ReadContext& context);
  static std::string schema(SchemaBook&, const Bounds&) { return text_schema({}, {.pattern = kPattern}); }
};

}  // namespace parley
