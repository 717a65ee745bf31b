// Takes events to the clients that they concern: makes each a frame once, gives it to the bus, and holds a shard for
// each event loop, which delivers what the bus brings. It knows topics, orders and instructions, and no event by name.
// Owned by the composition root.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <parley/bus/event_bus.hpp>
#include <parley/hub/announcement.hpp>
#include <parley/hub/shard.hpp>

namespace parley {

struct HubOptions {
  bool deflate = false;                // keep a compressed copy of larger events, for clients that take it
  std::size_t deflate_from_bytes = 1024;
};

// The JSON text as a frame for clients.
SharedEvent encode_for_clients(const std::string& json, const HubOptions& options);

class Hub {
 public:
  Hub(EventBus& bus, std::span<asio::io_context* const> loops, const HubSources& sources, HubOptions options,
      Metrics& metrics);

  // Before the loops run.
  void start();

  // Makes events known. Any thread; in commit order for each conversation if the caller can: the sequencers put right
  // what is not.
  void publish(std::span<const Announcement> announcements);
  Shard& shard(std::size_t loop) { return *shards_[loop]; }
  // Ends what runs on that loop. To be awaited there, before the loop ends.
  Awaitable<bool> shut_down(std::size_t loop, Instant deadline);

 private:
  EventBus& bus_;
  HubOptions options_;
  std::vector<std::unique_ptr<Shard>> shards_;  // one for each loop
};

}  // namespace parley
