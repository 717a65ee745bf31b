// Splits a text into what a search looks for: words, and signs. A sign is a single character of a script that puts no
// spaces between words (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese), or an emoji. Tokens are folded, so case,
// accents and width make no difference. Messages and queries are both split here, so both databases find the same.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct SearchToken {
  std::string text;  // folded; a word is cut after 64 characters
  std::size_t begin = 0;  // its place in the text that it was read from, in bytes
  std::size_t end = 0;
  bool is_sign = false;  // one character of a script without spaces, or a symbol
  bool is_glued = false;  // it follows the token before it without a space or punctuation between them
  friend bool operator==(const SearchToken&, const SearchToken&) = default;
};

// Returns the tokens of a text in their order. Characters that are no letter, mark, number or symbol separate tokens.
// Folding is NFKC_Casefold (Unicode Standard, section 3.13). After it, a letter that decomposes into a letter and
// accents loses the accents if it is Latin, Greek, Cyrillic, Hebrew or Arabic (in other scripts marks are no
// decoration), and an emoji loses its skin tone. A letter with a stroke (ø, ł) does not decompose and stays a letter of
// its own. REQUIRES: the text is valid UTF-8.
std::vector<SearchToken> search_tokens(std::string_view utf8);

// Returns the terms under which a text with these tokens is indexed, ascending and without duplicates: each word, and
// for signs in a row each single sign, each two and each three neighbours. A term contains no space, and its ASCII
// characters are letters and digits.
std::vector<std::string> search_terms(std::span<const SearchToken> tokens);

// Returns the terms that a text with these signs in a row has: every three neighbours, or the whole row if it is
// shorter.
std::vector<std::string> terms_of_signs(std::span<const SearchToken> signs);

}  // namespace parley
