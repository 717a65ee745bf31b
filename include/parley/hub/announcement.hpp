// An event on its way into the hub: for which topic it is, what clients read, and what the hub does besides. Plain
// values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <parley/bus/instruction.hpp>
#include <parley/bus/topic.hpp>

namespace parley {

// The event shows this message. A member who joined after it gets another text, which does not show it.
struct HiddenMessage {
  Seq seq;
  std::string text_for_late_joiners;
};

struct Announcement {
  Topic topic;
  std::int64_t rev = 0;   // its place in the topic's order; 0: an ephemeral event, which has none
  std::string text = {};  // as clients read it
  std::vector<UserId> except = {};  // users who do not get it
  std::optional<HiddenMessage> hidden = {};
  Instruction instruction = {};
};

}  // namespace parley
