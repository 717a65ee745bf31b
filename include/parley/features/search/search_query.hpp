// What somebody types to search: words, the last of which may be only begun, signs in a row, and "phrases" in quotation
// marks. Every one of them has to occur. Nothing in a query is an operator, so there is nothing to inject. Pure; any
// thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/features/search/search_text.hpp>

namespace parley {

// A term of the index that has to be there, or one that begins so.
struct SearchTerm {
  std::string text;
  bool is_prefix = false;
  friend auto operator<=>(const SearchTerm&, const SearchTerm&) = default;
};

// Bytes of a text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

class SearchQuery {
 public:
  // Of valid UTF-8. An unfinished last word is a prefix from two characters on; quotation marks that close end it.
  explicit SearchQuery(std::string_view text);

  // Nothing to look for: no text, or only punctuation.
  bool is_empty() const { return patterns_.empty(); }
  // What an index is asked for. It finds a little too much: phrases and long rows of signs are only all there.
  std::vector<SearchTerm> terms() const;
  // Where what was asked for stands in a text, ascending and apart; nothing where not all of it does.
  std::optional<std::vector<TextRange>> find_in(std::string_view text) const;

 private:
  // Tokens that follow each other. A word; signs in a row; or a phrase of both.
  struct Pattern {
    std::vector<SearchToken> tokens;
    bool is_prefix = false;  // the last one is a word that may go on
    friend bool operator==(const Pattern&, const Pattern&) = default;
  };

  void add_words(std::string_view text);
  void add(std::span<const SearchToken> tokens);
  static bool fits(const Pattern& pattern, std::span<const SearchToken> tokens);

  std::vector<Pattern> patterns_;
};

}  // namespace parley
