// Translates events into announcements, which the hub carries: topic, text, the users who do not get it, and the
// instruction to the hub. The rows of the event table decide. Pure; any thread.
#pragma once

#include <span>
#include <vector>

#include <parley/core/event.hpp>
#include <parley/hub/announcement.hpp>
#include <parley/hub/recovery.hpp>

namespace parley {

// Returns one announcement for each event, in the same order.
std::vector<Announcement> announcements_of(std::span<const Event> events);

// Returns the changes in the form in which the hub delivers them to a client that stopped at `changes.since`.
RecoveredStream recovered_stream(const ConversationChanges& changes);

}  // namespace parley
