// Turns events into what the hub carries: topic, text, who does not get it, and what the hub does besides. The rows of
// the event table decide. Pure; any thread.
#pragma once

#include <span>
#include <vector>

#include <parley/core/event.hpp>
#include <parley/hub/announcement.hpp>
#include <parley/hub/recovery.hpp>

namespace parley {

// In the order of the events.
std::vector<Announcement> announcements_of(std::span<const Event> events);

// What a reader who stopped at `changes.since` missed, as the hub delivers it.
RecoveredStream recovered_stream(const ConversationChanges& changes);

}  // namespace parley
