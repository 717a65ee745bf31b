// Passes events on to the hub and to the modules. Committed events come from the database's threads, which still commit
// while the server is being destroyed; so the relay can be closed, and then it drops what comes. The composition root
// owns it. Any thread.
#pragma once

#include <shared_mutex>
#include <span>
#include <vector>

#include <parley/api/module.hpp>
#include <parley/core/announcer.hpp>
#include <parley/hub/hub.hpp>
#include <parley/store/transaction.hpp>

namespace parley {

class EventRelay {
 public:
  // Passes events to these from now on. They live at least until close() has returned.
  void open(Hub& hub, std::vector<Module*> modules);

  // Returns the function by which services publish events that no transaction commits. They go to the hub alone.
  Announcer announcer();
  // Returns what the database calls with committed events. They go to the hub and to the modules.
  CommitListener commit_listener();

  // Drops all events from now on. Returns when the hub and the modules have taken the events that are on their way.
  void close();

 private:
  void pass_committed(std::span<const Event> events);

  // Exclusive while the relay is opened or closed, shared while events are passed.
  std::shared_mutex mutex_;
  Hub* hub_ = nullptr;  // null while the relay is not open
  std::vector<Module*> modules_;
};

}  // namespace parley
