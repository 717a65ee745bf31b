// Takes events to the clients that they concern. It encodes each event once as a frame and publishes it on the bus. It
// owns a shard for each event loop, which delivers what arrives from the bus. It knows topics, orders and instructions,
// but no event by name. The composition root owns it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <parley/bus/event_bus.hpp>
#include <parley/hub/announcement.hpp>
#include <parley/hub/shard.hpp>

namespace parley {

struct HubOptions {
  bool deflate = false;  // whether longer events are also compressed, for clients that take that (RFC 7692)
  std::size_t deflate_from_bytes = 1024;  // the shortest event that is compressed
};

// Encodes a JSON text as a WebSocket frame for clients.
SharedEvent encode_for_clients(const std::string& json, const HubOptions& options);

class Hub {
 public:
  Hub(EventBus& bus, std::span<asio::io_context* const> loops, const HubSources& sources, HubOptions options,
      Metrics& metrics);

  // Starts the shards' searches for events that the bus has lost.
  // REQUIRES: the loops do not run yet.
  void start();

  // Publishes events to the subscribers of their topics on all nodes. Events of a topic should come in the order of
  // their revs; the sequencers correct another order, at the cost of a delay. Any thread.
  void publish(std::span<const Announcement> announcements);
  Shard& shard(std::size_t loop) { return *shards_[loop]; }
  // Ends the coroutines of the loop's shard. Returns false if some still run at the deadline.
  // REQUIRES: it runs on that loop, before the loop ends.
  Awaitable<bool> shut_down(std::size_t loop, Instant deadline);

 private:
  EventBus& bus_;
  HubOptions options_;
  std::vector<std::unique_ptr<Shard>> shards_;  // one for each loop
};

}  // namespace parley
