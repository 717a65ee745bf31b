// Kinds of text that a request may hold, each checked when it is read. Values; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley {

// One line: no control characters at all.
struct Line {
  std::string value;
};

// What a person wrote: line feeds and tabs are its only control characters. Kept exactly as it came; whoever shows it
// escapes it for where it is shown.
struct MessageText {
  std::string value;
};

// A password or token: any characters, never shown, never logged.
struct Secret {
  std::string value;
};

// The number of code points of valid UTF-8.
std::size_t count_characters(std::string_view utf8);
// Is there a C0 or C1 control character or DEL in valid UTF-8? With `multiline`, line feed and tab are none.
bool has_control_characters(std::string_view utf8, bool multiline);

}  // namespace parley
