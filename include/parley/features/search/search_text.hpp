// What a text consists of for those who search: words, and the single signs of scripts that put no spaces between words
// (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese) and of emoji. Folded, so that neither case nor accents nor
// width make a difference. Made here alone, for what is indexed as for what is asked: every store finds the same. Pure;
// any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct SearchToken {
  std::string text;  // folded; of a word its first 64 characters
  std::size_t begin = 0;  // where it stands in the text that it was read from, in bytes
  std::size_t end = 0;
  bool is_sign = false;  // one character of a script without spaces, or a symbol
  bool is_glued = false;  // nothing stands between it and the token before
  friend bool operator==(const SearchToken&, const SearchToken&) = default;
};

// Of valid UTF-8. What is neither letter, mark, number nor symbol parts tokens. Folding is Unicode's NFKC_Casefold;
// then what it can take apart into a letter and accents loses the accents (of Latin, Greek, Cyrillic, Hebrew and
// Arabic; elsewhere marks are no decoration), and emoji their colour of skin. A letter with a stroke (ø, ł) stays one
// of its own.
std::vector<SearchToken> search_tokens(std::string_view utf8);

// What the tokens are found by, each once, ascending: the words, and of signs in a row each one, each two and each
// three. No term has a space or an ASCII character that is neither a letter nor a digit in it.
std::vector<std::string> search_terms(std::span<const SearchToken> tokens);

// Two and three signs in a row are enough to find any number of them: the terms that all have to be there. Of one sign,
// itself.
std::vector<std::string> terms_of_signs(std::span<const SearchToken> signs);

}  // namespace parley
