// The feature presence as a part of the process.
#pragma once

#include <parley/api/module.hpp>
#include <parley/base/delayed_flush.hpp>
#include <parley/features/presence/presences.hpp>

namespace parley {

class PresenceModule final : public Module {
 public:
  PresenceModule(const Engine& engine, PresenceLeases& leases);

  Presences& presences() { return presences_; }

  void add_services(ServiceRegistry& services) override;
  Awaitable<void> stop(Instant deadline) override;
  Awaitable<void> flush() override;
  void refresh_gauges() override;

 private:
  Metrics& metrics_;
  PresenceLeases& leases_;
  DelayedFlush flushing_;
  Presences presences_;
};

}  // namespace parley
