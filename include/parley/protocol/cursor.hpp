// Encodes the position at which a page of a list ended as an opaque text, which a client sends back to get the next
// page. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/features/search/types.hpp>

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

// The text of a search cursor is 32 bytes in base64url: a position, a conversation's id and a seq. Decoding returns
// nothing for any other text.
std::string encode_search_cursor(const SearchPosition& place);
std::optional<SearchPosition> decode_search_cursor(std::string_view text);

}  // namespace parley
