#include <parley/features/presence/module.hpp>

namespace parley {
namespace {

constexpr milliseconds kFlushDelay{500};

}  // namespace

PresenceModule::PresenceModule(const Engine& engine, PresenceLeases& leases)
    : metrics_(engine.metrics),
      leases_(leases),
      flushing_(engine.loop, kFlushDelay, [this] { return flush(); }),
      presences_(engine.database, leases, [this] { flushing_.request(); }) {}

void PresenceModule::add_services(ServiceRegistry& services) { services.add(presences_); }

Awaitable<void> PresenceModule::stop(Instant deadline) { return flushing_.stop(deadline); }

Awaitable<void> PresenceModule::flush() { co_await presences_.flush(); }

void PresenceModule::refresh_gauges() {
  metrics_.sessions_active.set(static_cast<std::int64_t>(leases_.local_count()));
}

}  // namespace parley
