// Decides what a text shows to its readers, by the properties that Unicode gives to characters (Unicode Standard Annex
// 44). Pure; any thread.
// REQUIRES: texts are valid UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace parley {

// Returns whether the text has a character that is drawn. Spaces, format characters, fillers and variation selectors
// draw nothing.
bool shows_something(std::string_view text);

// Returns whether the text can stand beside other texts: it has nothing invisible, nothing that changes the direction
// of the text around it, and at most two combining marks in a row. Joiners are permitted between two characters of a
// word or an emoji, because Persian and emoji need them.
bool hides_nothing(std::string_view text);

// Returns whether the text can be the name of a person or of a group: it hides nothing and has a letter or a digit.
bool is_name(std::string_view text);

// Returns the text in Normalization Form C (Unicode Standard Annex 15), in which two texts that look the same because
// their accents were typed in different ways are equal. A text that is not UTF-8 is returned
// as it is.
std::string nfc(std::string_view text);

}  // namespace parley
