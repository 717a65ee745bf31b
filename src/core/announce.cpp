#include <parley/core/announce.hpp>

#include <utility>
#include <vector>

namespace parley {
namespace {

// Returns the id of the conversation or user to whose stream the event belongs. An ephemeral event has no stream.
std::optional<Uuid> stream_of(const Event& event) {
  if (const auto* change = std::get_if<ConversationEvent>(&event)) return change->conversation.uuid();
  if (const auto* change = std::get_if<UserEvent>(&event)) return change->user.uuid();
  return std::nullopt;
}

}  // namespace

void announce(Transaction& tx, Event event) {
  const auto stream = stream_of(event);
  tx.announce({stream, std::move(event)});
}

CommitListener listen_to_events(std::function<void(std::span<const Event>)> listener) {
  return [listener = std::move(listener)](std::vector<PendingEvent> committed) {
    std::vector<Event> events;
    events.reserve(committed.size());
    for (PendingEvent& one : committed) events.push_back(std::any_cast<Event>(std::move(one.event)));
    listener(events);
  };
}

}  // namespace parley
