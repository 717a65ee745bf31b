// The feature sync as a module: it owns the service of the feature. The composition root owns the module.
#pragma once

#include <parley/api/module.hpp>
#include <parley/features/sync/sync.hpp>

namespace parley {

class SyncModule final : public Module {
 public:
  // `read_cursors` are read for positions that are not stored yet, and outlive the module.
  SyncModule(const Engine& engine, const ReadCursors& read_cursors)
      : sync_(engine.database, read_cursors, engine.limits) {}

  // For the hub, which recovers missed events with it.
  Sync& sync() { return sync_; }

  void add_services(ServiceRegistry& services) override { services.add(sync_); }

 private:
  Sync sync_;
};

}  // namespace parley
