// Whom a text calls: @name of a member, or @all. Pure; any thread. Which of the names are members', and whether the
// writer may call everybody, is for the database to say, when the message is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

struct MentionedNames {
  // In lower case, each once. Of @ann.lee. both "ann.lee." and "ann.lee" are candidates, because a username may end
  // with a dot and so does a sentence.
  std::vector<std::string> candidates;
  bool all = false;
};

// An @ begins a name unless a letter, a digit or one of . _ - @ stands before it: bob@example.org calls nobody. At most
// kMentionCandidates names are looked at.
inline constexpr std::size_t kMentionCandidates = 100;
MentionedNames find_mentions(std::string_view text);

}  // namespace parley
