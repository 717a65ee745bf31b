// Implements the grammar that HTTP's fields share (RFC 9110 §5.6): tokens, lists separated by commas, and comparison
// that ignores case. It does not depend on a locale. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

namespace parley {

constexpr bool is_digit(char character) { return character >= '0' && character <= '9'; }

constexpr bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

// Returns the value of a hexadecimal digit, or -1 for any other character.
constexpr int hex_value(char character) {
  if (is_digit(character)) return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

// Returns whether the character is a tchar (RFC 9110 §5.6.2).
constexpr bool is_token_character(char character) {
  return is_digit(character) || is_letter(character) ||
         std::string_view("!#$%&'*+-.^_`|~").find(character) != std::string_view::npos;
}

// Returns whether this is a control character other than the tab, which a field value may contain.
constexpr bool is_control(char character) {
  const auto code = static_cast<unsigned char>(character);
  return (code < 0x20 && character != '\t') || code == 0x7f;
}

bool is_token(std::string_view text);
// Returns whether the text is the number of a port, from 0 to 65535 in at most five digits.
bool is_port(std::string_view text);
bool has_control(std::string_view text);
// Returns whether two texts are equal, ignoring the case of ASCII letters.
bool same_token(std::string_view left, std::string_view right);
// Returns the text without the spaces and tabs at both ends.
std::string_view trim(std::string_view text);
// Returns the elements of a list separated by commas, trimmed and without empty ones (RFC 9110 §5.6.1). A comma inside
// a quoted string separates elements too, because quoted strings are not supported.
std::vector<std::string_view> split_list(std::string_view text);
// Returns whether a list such as the value of Accept or Accept-Encoding names `wanted` with a weight above 0
// ("gzip;q=0" forbids gzip).
bool accepts(std::string_view list, std::string_view wanted);
// Returns the token of a value of Authorization such as "Bearer <token>" (RFC 6750 §2.1), or an empty text if it is
// none.
std::string_view bearer_token(std::string_view authorization);

}  // namespace parley
