// The part of a message that a list of search results shows: a few words around the first place that was found, with
// every such place in it marked. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/features/search/search_query.hpp>

namespace parley {

struct SnippetPart {
  std::string text;
  bool is_match = false;
  friend bool operator==(const SnippetPart&, const SnippetPart&) = default;
};

inline constexpr std::size_t kSnippetCharacters = 200;

// Of valid UTF-8 and what SearchQuery::find_in found in it. The parts put together are the text, or, of a longer one,
// at most kSnippetCharacters of it with "…" where it was cut: between words where there are some, and never inside of
// what is one character to a reader.
std::vector<SnippetPart> make_snippet(std::string_view text, std::span<const TextRange> matches);

}  // namespace parley
