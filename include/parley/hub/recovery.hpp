// How the hub learns of events that the bus has lost. Plain values, and functions that the composition root supplies.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/base/task.hpp>
#include <parley/bus/event_bus.hpp>
#include <parley/bus/topic.hpp>

namespace parley {

// The events of a conversation after a rev, in one text.
struct RecoveredStream {
  Rev since;
  Rev rev;                   // the rev of the last event in the text
  std::string text;          // JSON, as clients read it
  std::vector<UserId> left;  // users who are no longer members: they may not read the text
};

// Reads from the database the events of a conversation after a rev, for a member who may see the messages after
// visible_after.
using Recover = std::function<Task<RecoveredStream>(ConversationId, Rev since, Seq visible_after)>;

struct StreamRev {
  Topic topic;
  std::int64_t rev = 0;
};
// Reads from the database the last rev of each topic's stream. A stream that does not exist is left out.
using ReadRevs = std::function<Task<std::vector<StreamRev>>(std::vector<Topic>)>;

// Reads from the database the last message of a conversation that a user may not see. Returns nothing if the user is no
// member of it now.
using FindVisibleAfter = std::function<Task<std::optional<Seq>>(ConversationId, UserId)>;

// Reads from the database whether a session has ended, or its user may not be signed in any more.
using HasSessionEnded = std::function<Task<bool>(UserId, SessionId)>;

// Returns the state of the bus. The interruptions include the failures of the database, after which an event may have
// been committed and not announced.
using CheckBus = std::function<BusStatus()>;

// Learns on a loop that a conversation whose events clients of that loop receive has lost a member.
using NoteDeparture = std::function<void(asio::io_context& loop, UserId user)>;

struct HubSources {
  Recover recover;
  ReadRevs read_revs;
  FindVisibleAfter find_visible_after;
  HasSessionEnded has_session_ended;
  CheckBus check_bus;
  NoteDeparture note_departure;
};

}  // namespace parley
