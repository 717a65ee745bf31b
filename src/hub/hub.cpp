#include <parley/hub/hub.hpp>

#include <parley/core/event_json.hpp>
#include <parley/protocol/websocket/deflate.hpp>
#include <parley/protocol/websocket/frame.hpp>

namespace parley {
namespace {

struct Placed {
  Topic topic;
  std::int64_t rev = 0;
  std::vector<UserId> except = {};
  Instruction instruction = {};
  std::optional<Seq> changes_message = std::nullopt;
};

// The message that an event shows and that is not for everybody: those who joined after it may not see it. It is the
// message that was changed, or the one that a new message quotes.
template <class Change>
std::optional<Seq> restricted(const Change&) {
  return std::nullopt;
}
template <class Change>
  requires requires(const Change& change) { change.shares_history; }
std::optional<Seq> restricted(const Change& change) {
  if (change.shares_history) return std::nullopt;
  return change.message.seq;
}
std::optional<Seq> restricted(const MessageCreated& created) {
  if (created.shares_history || !created.message.quote) return std::nullopt;
  return created.message.quote->seq;
}

Placed place(const ConversationEvent& event) {
  Placed placed{event.conversation, event.rev.value()};
  if (const auto* removed = std::get_if<MemberRemoved>(&event.change)) {
    placed.instruction = MemberLeft{removed->member.user};
  }
  placed.changes_message = std::visit([](const auto& change) { return restricted(change); }, event.change);
  return placed;
}

Placed place(const UserEvent& event) {
  Placed placed{event.user, event.rev.value()};
  if (const auto* added = std::get_if<ConversationAdded>(&event.change)) {
    const Conversation& conversation = added->summary.conversation;
    placed.instruction = ConversationJoined{{conversation.id, conversation.rev, added->summary.joined_seq}};
  } else if (const auto* revoked = std::get_if<SessionsRevoked>(&event.change)) {
    placed.instruction = SessionsEnded{revoked->sessions, revoked->reason};
  } else if (const auto* updated = std::get_if<ProfileUpdated>(&event.change)) {
    placed.instruction = updated->user.presence_rules();
  }
  return placed;
}

Placed place(const TypingChanged& event) { return {event.conversation, 0, {event.user}}; }
Placed place(const TypingMerged& event) {
  if (event.reader) return {*event.reader, 0};
  Placed placed{event.conversation, 0};
  for (const auto& [user, _] : event.users) placed.except.push_back(user);
  return placed;
}
Placed place(const ReceiptsMoved& event) { return {event.conversation, 0}; }
Placed place(const ReadCursorMoved& event) { return {event.user, 0}; }

}  // namespace

SharedEvent encode_for_clients(const std::string& json, const HubOptions& options) {
  auto event = std::make_shared<EncodedEvent>();
  event->frame = ws::encode_frame(ws::Opcode::text, json);
  if (options.deflate && json.size() >= options.deflate_from_bytes) {
    event->deflated_frame = ws::encode_frame(ws::Opcode::text, ws::compress(json), /*compressed=*/true);
  }
  return event;
}

Hub::Hub(EventBus& bus, PresenceLeases& leases, std::span<asio::io_context* const> loops, const HubSources& sources,
         HubOptions options, Metrics& metrics)
    : bus_(bus), options_(options) {
  const auto encode = [options](const std::string& json) { return encode_for_clients(json, options); };
  for (asio::io_context* loop : loops) {
    shards_.push_back(std::make_unique<Shard>(*loop, bus, sources, encode, metrics));
    presence_.push_back(
        std::make_unique<PresenceWatch>(*loop, leases, sources.add_last_seen, encode, options.presence));
  }
}

void Hub::start() {
  for (const auto& shard : shards_) shard->start();
}

Awaitable<bool> Hub::shut_down(std::size_t loop, Instant deadline) {
  const bool watched = co_await presence_[loop]->shut_down(deadline);
  const bool followed = co_await shards_[loop]->shut_down(deadline);
  co_return watched&& followed;
}

namespace {

// What those get who may not see what the event shows: a new message without what it quotes, or that a rev has passed
// of which there is nothing to see.
SharedEvent restricted_event(const ConversationEvent& event, const HubOptions& options) {
  if (const auto* created = std::get_if<MessageCreated>(&event.change)) {
    MessageCreated bare = *created;
    bare.message.quote.reset();
    return encode_for_clients(encode_event(ConversationEvent{event.conversation, event.rev, std::move(bare)}), options);
  }
  ConversationChanges nothing;
  nothing.conversation = event.conversation;
  nothing.since = Rev(event.rev.value() - 1);
  nothing.rev = event.rev;
  return encode_for_clients(encode_changes(nothing), options);
}

Publication publication_of(const Event& event, const HubOptions& options) {
  Placed placed = std::visit([](const auto& one) { return place(one); }, event);
  Publication publication;
  publication.topic = placed.topic;
  publication.since = placed.rev > 0 ? placed.rev - 1 : 0;
  publication.rev = placed.rev;
  publication.event = encode_for_clients(encode_event(event), options);
  publication.except = std::move(placed.except);
  publication.changes_message = placed.changes_message;
  if (placed.changes_message) publication.otherwise = restricted_event(std::get<ConversationEvent>(event), options);
  publication.instruction = std::move(placed.instruction);
  publication.committed_at = Instant::clock::now();
  return publication;
}

}  // namespace

void Hub::announce(std::span<const Event> events) {
  std::vector<Publication> publications;
  publications.reserve(events.size());
  for (const Event& event : events) publications.push_back(publication_of(event, options_));
  bus_.publish(publications);
}

}  // namespace parley
