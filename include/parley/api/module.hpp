// How a feature joins the process. The composition root makes the modules in the order in which they need each other,
// starts them before the loops run, and stops them on the first loop. A module overrides only what it needs.
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

// What every module is made of. It outlives the modules.
struct Engine {
  Executor loop;  // the first one: work in the background runs there
  Database& database;
  Announcer announce;
  const Clock& clock;
  const Limits& limits;
  Metrics& metrics;
};

class Module {
 public:
  virtual ~Module() = default;

  // Adds what the feature's operations ask for. Called once, before start().
  virtual void add_services(ServiceRegistry&) {}
  // Hears what was committed. Any thread; it must return at once.
  virtual void on_committed(std::span<const Event>) {}
  // Starts the work in the background. Called once, before the loops run.
  virtual void start() {}
  // Ends the work in the background, at the latest at the deadline.
  virtual Awaitable<void> stop(Instant) { co_return; }
  // Writes what is still only in memory. Called once, after all modules have stopped.
  virtual Awaitable<void> flush() { co_return; }
  // Called before the metrics are read. Any loop.
  virtual void refresh_gauges() {}
};

}  // namespace parley
