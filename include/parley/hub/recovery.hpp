// Where the hub learns what the bus did not bring. Plain values and functions that the composition root supplies.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/base/task.hpp>
#include <parley/bus/event_bus.hpp>
#include <parley/bus/topic.hpp>

namespace parley {

// What happened in a conversation after a rev, in one text.
struct RecoveredStream {
  Rev since;
  Rev rev;                   // how far the text brings its reader
  std::string text;          // as clients read it
  std::vector<UserId> left;  // users who are no longer members: they may not read the text
};

// Reads from the database what happened in a conversation since a rev, for a member who joined after the message
// joined_seq.
using Recover = std::function<Task<RecoveredStream>(ConversationId, Rev since, Seq joined_seq)>;

struct StreamRev {
  Topic topic;
  std::int64_t rev = 0;
};
// Reads from the database how far the topics' streams are. A stream that does not exist is left out.
using ReadRevs = std::function<Task<std::vector<StreamRev>>(std::vector<Topic>)>;

// Says whether everything was heard of: the bus's state, and the database's failures among the interruptions.
using CheckBus = std::function<BusStatus()>;

struct HubSources {
  Recover recover;
  ReadRevs read_revs;
  CheckBus check_bus;
};

}  // namespace parley
