#include <malloc.h>

#include "app/upkeep.hpp"

namespace parley {
namespace {

constexpr seconds kProbeInterval{2};
constexpr seconds kTrimInterval{2};

}  // namespace

Upkeep::Upkeep(const Engine& engine, Sync& sync, BlockingPool& blocking)
    : sync_(sync),
      blocking_(blocking),
      metrics_(engine.metrics),
      probing_(engine.loop, kProbeInterval, [this] { return probe_database(); }),
      trimming_(engine.loop, kTrimInterval, [this] { return trim_memory(); }) {}

void Upkeep::start() {
  probing_.start();
  trimming_.start();
}

Awaitable<void> Upkeep::stop(Instant deadline) {
  co_await probing_.stop(deadline);
  co_await trimming_.stop(deadline);
}

// Reads a little from the database, so that the server notices a database that cannot be reached even while no client
// sends a request.
Awaitable<void> Upkeep::probe_database() { co_await sync_.revs({}, {UserId()}); }

// malloc_trim() takes some milliseconds, so it runs on a thread that may block.
Awaitable<void> Upkeep::trim_memory() {
  if (!trim_.is_due(metrics_.websocket_connections.value(), metrics_.outbound_queue_bytes.value())) co_return;
  co_await blocking_.run([]() -> Result<void> {
    ::malloc_trim(0);
    return {};
  });
}

}  // namespace parley
