#include <algorithm>
#include <array>

#include "store/dialect.hpp"

namespace parley {
namespace {

void remove_all(std::string& text, std::string_view words) {
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at)) text.erase(at, words.size());
}

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

// No statement contains a dollar sign other than those of its arguments.
std::string for_sqlite(std::string_view statement) {
  constexpr std::array<std::string_view, 3> kLocks = {" FOR NO KEY UPDATE", " FOR UPDATE", " SKIP LOCKED"};
  std::string text(statement);
  std::ranges::replace(text, '$', '?');
  for (const std::string_view lock : kLocks) remove_all(text, lock);
  return text;
}

std::string for_postgres(std::string_view statement) {
  constexpr std::string_view kHint = " INDEXED BY ";
  std::string text(statement);
  for (auto at = text.find(kHint); at != std::string::npos; at = text.find(kHint, at)) {
    const auto name = text.begin() + static_cast<std::ptrdiff_t>(at + kHint.size());
    const auto end = std::find_if_not(name, text.end(), is_name_character);
    text.erase(text.begin() + static_cast<std::ptrdiff_t>(at), end);
  }
  return text;
}

}  // namespace parley
