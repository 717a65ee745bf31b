// Defines the kinds of text that a request may contain. Each is checked when it is read. Values; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley {

// A text on one line, without any control characters.
struct Line {
  std::string value;
};

// The name of a person or a group, in one line: is_name() in protocol/visible_text.hpp says what it may have.
struct Name {
  std::string value;
};

// The text of a message. It shows something. Line feeds and tabs are its only control characters. It is stored exactly
// as it was sent; the code that displays it must escape it.
struct MessageText {
  std::string value;
};

// A password or token. It may contain any characters, and is never displayed or logged.
struct Secret {
  std::string value;
};

// Returns the number of code points.
// REQUIRES: the text is valid UTF-8.
std::size_t count_characters(std::string_view utf8);
// Returns whether the text contains a C0 or C1 control character or DEL. With `multiline`, line feed and tab do not
// count.
// REQUIRES: the text is valid UTF-8.
bool has_control_characters(std::string_view utf8, bool multiline);

}  // namespace parley
