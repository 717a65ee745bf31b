// The feature presence as a part of the process.
#pragma once

#include <parley/api/module.hpp>
#include <parley/base/delayed_flush.hpp>
#include <parley/features/presence/presence_watches.hpp>
#include <parley/features/presence/presences.hpp>

namespace parley {

class PresenceModule final : public Module {
 public:
  // `encode` makes an event text into what clients get. `grace` is how long somebody must have been absent before those
  // who watch are told.
  PresenceModule(const Engine& engine, PresenceLeases& leases, std::span<asio::io_context* const> loops,
                 const EncodeText& encode, milliseconds grace);

  // A connection of that loop has ended. `was_seen`: its user was online by it. Called on that loop.
  void connection_ended(Subscriber& subscriber, std::size_t loop, bool was_seen);
  // Ends what runs on that loop. To be awaited there, before the loop ends.
  Awaitable<bool> shut_down(std::size_t loop, Instant deadline) { return watches_.on(loop).shut_down(deadline); }

  void add_services(ServiceRegistry& services) override;
  Awaitable<void> stop(Instant deadline) override;
  Awaitable<void> flush() override;
  void refresh_gauges() override;

 private:
  const Clock& clock_;
  Metrics& metrics_;
  PresenceLeases& leases_;
  DelayedFlush flushing_;
  Presences presences_;
  PresenceWatches watches_;
};

}  // namespace parley
