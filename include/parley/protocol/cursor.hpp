// Where a page of a list ended, as an opaque text for clients. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/features/search/types.hpp>

namespace parley {

// A time and an id: 24 bytes in base64url. Anything that encode_cursor did not write is refused.
struct ListCursor {
  Time time;
  Uuid id;
  friend bool operator==(const ListCursor&, const ListCursor&) = default;
};

std::string encode_cursor(const ListCursor& cursor);
std::optional<ListCursor> decode_cursor(std::string_view text);

// A position, an id and a seq: 32 bytes in base64url, and as strict.
std::string encode_search_cursor(const SearchPosition& place);
std::optional<SearchPosition> decode_search_cursor(std::string_view text);

}  // namespace parley
