// The feature sync as a part of the process.
#pragma once

#include <parley/api/module.hpp>
#include <parley/features/sync/sync.hpp>

namespace parley {

class SyncModule final : public Module {
 public:
  SyncModule(const Engine& engine, const ReadCursors& read_cursors)
      : sync_(engine.database, read_cursors, engine.limits) {}

  Sync& sync() { return sync_; }

  void add_services(ServiceRegistry& services) override { services.add(sync_); }

 private:
  Sync sync_;
};

}  // namespace parley
