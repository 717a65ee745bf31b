// Finds the mentions in a text: @name of a member, or @all. Pure; any thread. When the message is written, the store
// looks up which names belong to members, and whether the sender may mention everyone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct MentionedNames {
  // Names in lower case, each once. The text @ann.lee. gives two candidates, "ann.lee." and "ann.lee", because the dot
  // may end the username or the sentence.
  std::vector<std::string> candidates;
  bool all = false;
};

// The search for names ends when this number of candidates is reached.
inline constexpr std::size_t kMentionCandidates = 100;

// Returns the names in the text. An @ begins a name unless a letter, a digit or one of . _ - @ stands before it, so an
// address such as bob@example.org mentions no one.
MentionedNames find_mentions(std::string_view text);

}  // namespace parley
