// Usernames consist of ASCII letters, digits and . _ -, so a text is searched byte by byte: no byte of a longer UTF-8
// sequence is one of these.
#include <parley/core/mentions.hpp>

#include <algorithm>

namespace parley {
namespace {

constexpr std::size_t kLongestName = 32;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_letter_or_digit(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9'); }

bool is_name_character(char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; }

// Returns whether an @ at this position may begin a mention.
bool may_begin(std::string_view text, std::size_t at) {
  return at == 0 || !(is_name_character(text[at - 1]) || text[at - 1] == '@');
}

void add(MentionedNames& names, std::string name) {
  if (std::ranges::find(names.candidates, name) == names.candidates.end()) names.candidates.push_back(std::move(name));
}

// Adds the name, and each shorter name that remains if punctuation at its end is removed.
void add_candidates(MentionedNames& names, std::string_view written) {
  std::string name(written);
  std::ranges::transform(name, name.begin(), lower);
  while (!name.empty()) {
    if (name == "all")
      names.all = true;
    else if (name.size() <= kLongestName)
      add(names, name);
    if (is_letter_or_digit(name.back())) return;
    name.pop_back();
  }
}

}  // namespace

MentionedNames find_mentions(std::string_view text) {
  MentionedNames names;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (names.candidates.size() >= kMentionCandidates) break;
    if (!may_begin(text, at)) continue;
    const std::string_view rest = text.substr(at + 1);
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(rest, is_name_character) - rest.begin());
    // A second @ after the name makes it an address of another system, such as @bob@example.org.
    const bool is_address = end < rest.size() && rest[end] == '@';
    if (!is_address) add_candidates(names, rest.substr(0, end));
  }
  return names;
}

}  // namespace parley
