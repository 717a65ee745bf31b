#include <parley/hub/hub.hpp>

#include <parley/protocol/websocket/deflate.hpp>
#include <parley/protocol/websocket/frame.hpp>

namespace parley {
namespace {

// Encodes the announcement's texts, once for all subscribers and nodes.
Publication publication_of(const Announcement& announcement, const HubOptions& options) {
  Publication publication;
  publication.topic = announcement.topic;
  publication.since = announcement.rev > 0 ? announcement.rev - 1 : 0;
  publication.rev = announcement.rev;
  publication.event = encode_for_clients(announcement.text, options);
  publication.except = announcement.except;
  if (announcement.hidden) {
    publication.hidden_message = announcement.hidden->seq;
    publication.otherwise = encode_for_clients(announcement.hidden->text_for_late_joiners, options);
  }
  publication.instruction = announcement.instruction;
  publication.committed_at = Instant::clock::now();
  return publication;
}

}  // namespace

SharedEvent encode_for_clients(const std::string& json, const HubOptions& options) {
  auto event = std::make_shared<EncodedEvent>();
  event->frame = ws::encode_frame(ws::Opcode::text, json);
  if (options.deflate && json.size() >= options.deflate_from_bytes) {
    event->deflated_frame = ws::encode_frame(ws::Opcode::text, ws::compress(json), /*compressed=*/true);
  }
  return event;
}

Hub::Hub(EventBus& bus, std::span<asio::io_context* const> loops, const HubSources& sources, HubOptions options,
         Metrics& metrics)
    : bus_(bus), options_(options) {
  const auto encode = [options](const std::string& json) { return encode_for_clients(json, options); };
  for (asio::io_context* loop : loops) {
    shards_.push_back(std::make_unique<Shard>(*loop, bus, sources, encode, metrics));
  }
}

void Hub::start() {
  for (const auto& shard : shards_) shard->start();
}

Awaitable<bool> Hub::shut_down(std::size_t loop, Instant deadline) { return shards_[loop]->shut_down(deadline); }

void Hub::publish(std::span<const Announcement> announcements) {
  std::vector<Publication> publications;
  publications.reserve(announcements.size());
  for (const Announcement& each : announcements) publications.push_back(publication_of(each, options_));
  bus_.publish(publications);
}

}  // namespace parley
