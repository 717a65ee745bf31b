// Text as people count it: in graphemes (Unicode Standard Annex 29), and emoji among them (Unicode Technical Standard
// 51). Pure; any thread. Texts are valid UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

// The longest beginning of the text that has at most so many characters (code points) and ends with a whole grapheme.
std::string_view beginning_of(std::string_view text, std::size_t characters);

// The fully qualified form of the one emoji that the text is, so that ❤ and ❤️ are one; nothing where it is anything
// else. Emoji are those recommended for general interchange (RGI).
std::optional<std::string> emoji_of(std::string_view text);

}  // namespace parley
