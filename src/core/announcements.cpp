// Each kind of event has a row in the event table. announcement_of() is chosen by the stream of the event and asks the
// row for everything that differs between the kinds.
#include <parley/core/announcements.hpp>

#include <utility>

#include "core/event_table.hpp"

namespace parley {
namespace {

using event_table::row_of;

// Returns the text for members who may not see the message that the event shows. If the row can remove that message
// from the event, the text is the rest of the event. Otherwise it is an empty set of changes, which only moves these
// members to the new rev, so that they notice no gap.
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

// There is one overload for each kind of stream.
Announcement announcement_of(const ConversationEvent& event) {
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

Announcement announcement_of(const UserEvent& event) {
  return std::visit(
      [&event]<class Change>(const Change& change) {
        Announcement announcement{.topic = event.user, .rev = event.rev.value()};
        announcement.instruction = row_of<Change>().instruction(change);
        return announcement;
      },
      event.change);
}

// Returns the users who do not get the event although they are members.
std::vector<UserId> left_out(const TypingChanged& typing) {
  std::vector<UserId> users = typing.hidden_from;
  users.push_back(typing.user);
  return users;
}
std::vector<UserId> left_out(const TypingMerged& merged) { return merged.except; }
std::vector<UserId> left_out(const ReceiptsMoved& receipts) { return receipts.hidden_from; }

// A signal has no rev. Its audience in the table decides the topic.
template <class Signal>
Announcement announcement_of(const Signal& signal) {
  constexpr Audience kAudience = row_of<Signal>().audience;
  if constexpr (kAudience == Audience::own_devices) {
    return {.topic = signal.user};
  } else {
    static_assert(kAudience == Audience::members || kAudience == Audience::other_members);
    return {.topic = signal.conversation, .except = left_out(signal)};
  }
}

// A member who may not see all of the merged event gets a list of their own, on their own topic.
Announcement announcement_of(const TypingMerged& merged) {
  if (merged.reader) return {.topic = *merged.reader};
  return announcement_of<TypingMerged>(merged);
}

}  // namespace

std::vector<Announcement> announcements_of(std::span<const Event> events) {
  std::vector<Announcement> announcements;
  announcements.reserve(events.size());
  EventEncoder encoder;
  for (const Event& event : events) {
    announcements.push_back(std::visit([](const auto& one) { return announcement_of(one); }, event));
    announcements.back().text = encoder.encode(event);
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
