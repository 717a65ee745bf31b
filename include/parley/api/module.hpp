// The interface through which a feature takes part in the life of the process. The composition root creates the modules
// in the order in which they need each other, starts them before the loops run, and stops them on the first loop. A
// module overrides only what it needs.
#pragma once

#include <span>

#include <parley/api/service_registry.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/announcer.hpp>
#include <parley/store/database.hpp>

namespace parley {

// The parts of the engine that every module gets. They outlive the modules.
struct Engine {
  Executor loop;  // the first loop, on which background work runs
  Database& database;
  Announcer announce;
  const Clock& clock;
  const Limits& limits;
  Metrics& metrics;
};

class Module {
 public:
  virtual ~Module() = default;

  // Adds the services that the feature's operations need. Called once, before start().
  virtual void add_services(ServiceRegistry&) {}
  // Called with committed events, on the thread that has committed them. It must return at once.
  virtual void on_committed(std::span<const Event>) {}
  // Starts background work. Called once, before the loops run.
  virtual void start() {}
  // Ends background work, at the latest at the deadline.
  virtual Awaitable<void> stop(Instant) { co_return; }
  // Writes changes that are only in memory. Called once, after all modules have stopped.
  virtual Awaitable<void> flush() { co_return; }
  // Updates the module's gauges before the metrics are read. Any loop.
  virtual void refresh_gauges() {}
};

}  // namespace parley
