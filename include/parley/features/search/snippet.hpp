// Cuts out the part of a message that a list of search results shows: some words around the first match, with every
// match in it marked. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/features/search/search_query.hpp>

namespace parley {

// A piece of a snippet that is a match, or one that is not.
struct SnippetPart {
  std::string text;
  bool is_match = false;
  friend bool operator==(const SnippetPart&, const SnippetPart&) = default;
};

inline constexpr std::size_t kSnippetCharacters = 200;

// Returns the snippet of a text in pieces. Put together they are the whole text if it has at most kSnippetCharacters.
// A longer text is cut to that length, with "…" at each cut: between words if there is a space near, and never inside a
// grapheme. REQUIRES: the text is valid UTF-8, and SearchQuery::find_in returned the matches for it.
std::vector<SnippetPart> make_snippet(std::string_view text, std::span<const TextRange> matches);

}  // namespace parley
