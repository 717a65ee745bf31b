#include <parley/hub/hub.hpp>

#include <parley/protocol/events.hpp>
#include <parley/protocol/websocket/deflate.hpp>
#include <parley/protocol/websocket/frame.hpp>

namespace parley {
namespace {

struct Placed {
  Topic topic;
  std::int64_t rev = 0;
  std::optional<UserId> except;
  Instruction instruction;
};

Placed place(const ConversationEvent& event) {
  Placed placed{event.conversation, event.rev.value(), std::nullopt, {}};
  if (const auto* removed = std::get_if<MemberRemoved>(&event.change)) {
    placed.instruction = MemberLeft{removed->member.user};
  }
  return placed;
}

Placed place(const UserEvent& event) {
  Placed placed{event.user, event.rev.value(), std::nullopt, {}};
  if (const auto* added = std::get_if<ConversationAdded>(&event.change)) {
    const Conversation& conversation = added->summary.conversation;
    placed.instruction = ConversationJoined{conversation.id, conversation.rev};
  } else if (const auto* revoked = std::get_if<SessionsRevoked>(&event.change)) {
    placed.instruction = SessionsEnded{revoked->sessions, revoked->reason};
  }
  return placed;
}

Placed place(const TypingChanged& event) { return {event.conversation, 0, event.user, {}}; }
Placed place(const ReadCursorMoved& event) { return {event.user, 0, std::nullopt, {}}; }

}  // namespace

SharedEvent encode_for_clients(const std::string& json, const HubOptions& options) {
  auto event = std::make_shared<EncodedEvent>();
  event->frame = ws::encode_frame(ws::Opcode::text, json);
  if (options.deflate && json.size() >= options.deflate_from_bytes) {
    event->deflated_frame = ws::encode_frame(ws::Opcode::text, ws::compress(json), /*compressed=*/true);
  }
  return event;
}

Hub::Hub(EventBus& bus, std::span<asio::io_context* const> loops, Recover recover, HubOptions options,
         Metrics& metrics)
    : bus_(bus), options_(options) {
  const auto encode = [options](const std::string& json) { return encode_for_clients(json, options); };
  for (asio::io_context* loop : loops) {
    shards_.push_back(std::make_unique<Shard>(*loop, bus, recover, encode, metrics));
  }
}

void Hub::announce(std::span<const Event> events) {
  std::vector<Publication> publications;
  publications.reserve(events.size());
  const Instant now = Instant::clock::now();
  for (const Event& event : events) {
    Placed placed = std::visit([](const auto& one) { return place(one); }, event);
    publications.push_back({placed.topic, placed.rev > 0 ? placed.rev - 1 : 0, placed.rev,
                            encode_for_clients(encode_event(event), options_), placed.except,
                            std::move(placed.instruction), now});
  }
  bus_.publish(publications);
}

}  // namespace parley
