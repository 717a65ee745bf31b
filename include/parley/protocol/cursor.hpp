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
#include <parley/protocol/text.hpp>

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
// The cursor that a request gives in its field `after`, if it gives one. Errors: invalid_request.
Result<std::optional<ListCursor>> read_cursor(const std::optional<Line>& after);

// The position in a list that is sorted by user id alone. Its text is the text of a ListCursor without a time.
std::string encode_cursor(UserId last);
// The user after which the page begins that a request asks for in its field `after`. Errors: invalid_request.
Result<std::optional<UserId>> read_user_cursor(const std::optional<Line>& after);

// A position, an id and a number: 32 bytes in base64url, and as strict.
struct PlaceCursor {
  std::int64_t position = 0;
  Uuid id;
  std::int64_t number = 0;
  friend bool operator==(const PlaceCursor&, const PlaceCursor&) = default;
};

std::string encode_cursor(const PlaceCursor& cursor);
std::optional<PlaceCursor> decode_place_cursor(std::string_view text);

}  // namespace parley
