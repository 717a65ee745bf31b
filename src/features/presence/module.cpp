#include <parley/features/presence/module.hpp>

namespace parley {
namespace {

// Times at which users were last seen are collected for this long. When a network fails, many connections end together.
constexpr milliseconds kFlushDelay{500};

}  // namespace

PresenceModule::PresenceModule(const Engine& engine, PresenceLeases& leases, std::span<asio::io_context* const> loops,
                               const EncodeText& encode, milliseconds grace)
    : clock_(engine.clock),
      metrics_(engine.metrics),
      leases_(leases),
      flushing_(engine.loop, kFlushDelay, [this] { return flush(); }),
      presences_(engine.database, leases, [this] { flushing_.request(); }),
      watches_(
          loops, leases,
          {.complete = [this](std::vector<Presence> presences) { return presences_.complete(std::move(presences)); },
           .visible = [this](UserId reader,
                             std::vector<UserId> users) { return presences_.visible(reader, std::move(users)); }},
          encode, {.grace = grace}) {}

void PresenceModule::add_services(ServiceRegistry& services) {
  services.add(presences_);
  services.add(watches_);
}

void PresenceModule::connection_ended(Subscriber& subscriber, std::size_t loop, bool was_seen) {
  watches_.on(loop).remove(subscriber);
  if (was_seen) presences_.left(subscriber.user(), clock_.now());
}

Awaitable<void> PresenceModule::stop(Instant deadline) { return flushing_.stop(deadline); }

Awaitable<void> PresenceModule::flush() { co_await presences_.flush(); }

void PresenceModule::refresh_gauges() {
  metrics_.sessions_active.set(static_cast<std::int64_t>(leases_.local_count()));
}

}  // namespace parley
