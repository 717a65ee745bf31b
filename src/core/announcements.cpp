#include <parley/core/announcements.hpp>

#include <utility>

#include "core/event_table.hpp"

namespace parley {
namespace {

using event_table::row_of;

// What members get instead who may not see the message that the event shows: the rest of the event if there is one,
// otherwise that a rev has passed and left nothing to see.
template <class Hidden, class Change>
std::string text_for_late_joiners(const ConversationEvent& event, const Hidden& hidden, const Change& change) {
  if constexpr (requires { hidden.rest(change); }) {
    return encode_event(ConversationEvent{event.conversation, event.rev, hidden.rest(change)});
  } else {
    ConversationChanges nothing;
    nothing.conversation = event.conversation;
    nothing.since = Rev(event.rev.value() - 1);
    nothing.rev = event.rev;
    return encode_changes(nothing);
  }
}

Announcement place(const ConversationEvent& event) {
  return std::visit(
      [&event]<class Change>(const Change& change) {
        const auto& row = row_of<Change>();
        Announcement announcement{.topic = event.conversation, .rev = event.rev.value()};
        announcement.instruction = row.instruction(change);
        if (const std::optional<Seq> hidden = row.hidden(change)) {
          announcement.hidden = HiddenMessage{*hidden, text_for_late_joiners(event, row.hidden, change)};
        }
        return announcement;
      },
      event.change);
}

Announcement place(const UserEvent& event) {
  return std::visit(
      [&event]<class Change>(const Change& change) {
        Announcement announcement{.topic = event.user, .rev = event.rev.value()};
        announcement.instruction = row_of<Change>().instruction(change);
        return announcement;
      },
      event.change);
}

std::vector<UserId> subjects(const TypingChanged& typing) { return {typing.user}; }
std::vector<UserId> subjects(const TypingMerged& merged) {
  std::vector<UserId> users;
  for (const auto& [user, _] : merged.users) users.push_back(user);
  return users;
}

// A signal, which has no place in an order.
template <class Signal>
Announcement place(const Signal& signal) {
  constexpr Audience audience = row_of<Signal>().audience;
  if constexpr (audience == Audience::own_devices) {
    return {.topic = signal.user};
  } else if constexpr (audience == Audience::other_members) {
    return {.topic = signal.conversation, .except = subjects(signal)};
  } else {
    static_assert(audience == Audience::members);
    return {.topic = signal.conversation};
  }
}

// One of those who type hears of the others alone.
Announcement place(const TypingMerged& merged) {
  if (merged.reader) return {.topic = *merged.reader};
  return place<TypingMerged>(merged);
}

}  // namespace

std::vector<Announcement> announcements_of(std::span<const Event> events) {
  std::vector<Announcement> announcements;
  announcements.reserve(events.size());
  for (const Event& event : events) {
    announcements.push_back(std::visit([](const auto& one) { return place(one); }, event));
    announcements.back().text = encode_event(event);
  }
  return announcements;
}

RecoveredStream recovered_stream(const ConversationChanges& changes) {
  RecoveredStream recovered{changes.since, changes.rev, encode_changes(changes), {}};
  for (const Member& member : changes.members) {
    if (member.left_at) recovered.left.push_back(member.user);
  }
  return recovered;
}

}  // namespace parley
