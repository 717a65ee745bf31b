// Parses what a user types to search: words, the last of which may be unfinished, signs in a row, and "phrases" in
// quotation marks. A message has to contain all of them. Nothing in a query is an operator, so there is nothing to
// inject. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/features/search/search_text.hpp>

namespace parley {

// A term that a message has in the index, or with which one of its terms begins.
struct SearchTerm {
  std::string text;
  bool is_prefix = false;
  friend auto operator<=>(const SearchTerm&, const SearchTerm&) = default;
};

// A part of a text, in bytes.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

class SearchQuery {
 public:
  // Parses a text. The last word is a prefix if it has two characters or more and no closing quotation mark behind it.
  // REQUIRES: the text is valid UTF-8.
  explicit SearchQuery(std::string_view text);

  // Returns whether there is nothing to look for. That is so for an empty text and for one of only punctuation.
  bool is_empty() const { return patterns_.empty(); }
  // Returns the terms that the index is asked for, sorted and without duplicates. They find a little too much, because
  // they do not say that words of a phrase, or signs of a long row, follow each other.
  std::vector<SearchTerm> terms() const;
  // Returns where in a text the words, rows and phrases stand: ascending ranges that do not touch. Returns nothing if
  // one of them does not occur. REQUIRES: the text is valid UTF-8.
  std::optional<std::vector<TextRange>> find_in(std::string_view text) const;

 private:
  // Tokens that have to follow each other: one word, signs in a row, or a phrase of words and signs.
  struct Pattern {
    std::vector<SearchToken> tokens;
    bool is_prefix = false;  // the last token is a word that may be unfinished
    friend bool operator==(const Pattern&, const Pattern&) = default;
  };

  void add_words(std::string_view text);
  void add(std::span<const SearchToken> tokens);
  static bool fits(const Pattern& pattern, std::span<const SearchToken> tokens);

  std::vector<Pattern> patterns_;
};

}  // namespace parley
