// Finds the boundaries between graphemes, the characters that readers see (Unicode Standard Annex 29), and recognizes
// emoji (Unicode Technical Standard 51). Pure; any thread.
// REQUIRES: texts are valid UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

// Returns the longest beginning of the text that has at most `characters` code points and ends with a whole grapheme.
std::string_view beginning_of(std::string_view text, std::size_t characters);

// If the text is one emoji, returns its fully qualified form, so that ❤ and ❤️ are the same emoji. Returns nothing for
// any other text. Emoji are those that Unicode recommends for general interchange (RGI).
std::optional<std::string> emoji_of(std::string_view text);

}  // namespace parley
