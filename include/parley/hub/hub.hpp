// Takes events to the clients they concern: encodes each once, gives it to the bus, and holds a shard for each event
// loop that delivers what the bus brings. Owned by the composition root.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <parley/bus/event_bus.hpp>
#include <parley/core/event.hpp>
#include <parley/hub/presence_watch.hpp>
#include <parley/hub/shard.hpp>

namespace parley {

struct HubOptions {
  bool deflate = false;                // keep a compressed copy of larger events, for clients that take it
  std::size_t deflate_from_bytes = 1024;
  PresenceLimits presence = {};
};

class Hub {
 public:
  Hub(EventBus& bus, PresenceLeases& leases, std::span<asio::io_context* const> loops, const HubSources& sources,
      HubOptions options, Metrics& metrics);

  // Before the loops run.
  void start();

  // Makes committed events, and ephemeral ones, known. Any thread; in commit order for each conversation where the
  // caller can, the sequencers mend it where not.
  void announce(std::span<const Event> events);
  Shard& shard(std::size_t loop) { return *shards_[loop]; }
  PresenceWatch& presence(std::size_t loop) { return *presence_[loop]; }
  // Ends what runs on that loop. To be awaited there, before the loop ends.
  Awaitable<bool> shut_down(std::size_t loop, Instant deadline);

 private:
  EventBus& bus_;
  HubOptions options_;
  std::vector<std::unique_ptr<Shard>> shards_;  // one for each loop, as the next
  std::vector<std::unique_ptr<PresenceWatch>> presence_;
};

// The JSON text as a frame for clients.
SharedEvent encode_for_clients(const std::string& json, const HubOptions& options);

}  // namespace parley
