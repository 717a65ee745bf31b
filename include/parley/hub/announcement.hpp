// An event as it is given to the hub: its topic, the text that clients read, and what the hub does besides delivering
// it. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <parley/bus/instruction.hpp>
#include <parley/bus/topic.hpp>

namespace parley {

// A message that the event shows. Members who joined after it get another text, which does not show it.
struct HiddenMessage {
  Seq seq;
  std::string text_for_late_joiners;
};

struct Announcement {
  Topic topic;
  std::int64_t rev = 0;   // its position in the topic's order; an ephemeral event has none, and 0
  std::string text = {};  // JSON, as clients read it
  std::vector<UserId> except = {};  // users who do not get it
  std::optional<HiddenMessage> hidden = {};
  Instruction instruction = {};
};

}  // namespace parley
