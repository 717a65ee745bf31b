// The small grammar that HTTP's fields share (RFC 9110 §5.6): tokens, comma-separated lists, case-blind comparison,
// without any locale. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

namespace parley {

constexpr bool is_digit(char character) { return character >= '0' && character <= '9'; }

constexpr bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char character) {
  if (is_digit(character)) return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

// tchar, RFC 9110 §5.6.2.
constexpr bool is_token_character(char character) {
  return is_digit(character) || is_letter(character) ||
         std::string_view("!#$%&'*+-.^_`|~").find(character) != std::string_view::npos;
}

// A control character, but not the tab that a field value may hold.
constexpr bool is_control(char character) {
  const auto code = static_cast<unsigned char>(character);
  return (code < 0x20 && character != '\t') || code == 0x7f;
}

bool is_token(std::string_view text);
bool has_control(std::string_view text);
// Equal but for the case of ASCII letters.
bool same_token(std::string_view left, std::string_view right);
// Without the spaces and tabs around it.
std::string_view trim(std::string_view text);
// The elements of a comma-separated list, trimmed, without empty ones (RFC 9110 §5.6.1). Knows no quoted strings.
std::vector<std::string_view> split_list(std::string_view text);

}  // namespace parley
