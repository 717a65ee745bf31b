// The feature presence as a module: it owns the services of the feature and the watches of all loops. The composition
// root owns the module. It calls the module on the main loop, unless a function names another one.
#pragma once

#include <parley/api/module.hpp>
#include <parley/base/delayed_flush.hpp>
#include <parley/features/presence/presence_watches.hpp>
#include <parley/features/presence/presences.hpp>

namespace parley {

class PresenceModule final : public Module {
 public:
  // `encode` makes the bytes for clients from the text of an event. Watchers learn that a user is offline when the user
  // has been absent for `grace`.
  PresenceModule(const Engine& engine, PresenceLeases& leases, std::span<asio::io_context* const> loops,
                 const EncodeText& encode, milliseconds grace);

  // Handles the end of a connection of a loop. `was_seen` says whether the connection made its user online. Called on
  // that loop.
  void connection_ended(Subscriber& subscriber, std::size_t loop, bool was_seen);
  // Stops the watch of a loop. Awaited on that loop, before the loop ends. Returns false if the deadline passed first.
  Awaitable<bool> shut_down(std::size_t loop, Instant deadline) { return watches_.on(loop).shut_down(deadline); }

  PresenceWatches& watches() { return watches_; }

  void add_services(ServiceRegistry& services) override;
  Awaitable<void> stop(Instant deadline) override;
  Awaitable<void> flush() override;
  void refresh_gauges() override;

 private:
  const Clock& clock_;
  Metrics& metrics_;
  PresenceLeases& leases_;
  DelayedFlush flushing_;  // writes when users were last seen
  Presences presences_;
  PresenceWatches watches_;
};

}  // namespace parley
