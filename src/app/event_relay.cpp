#include <mutex>
#include <utility>

#include <parley/core/announce.hpp>
#include <parley/core/announcements.hpp>

#include "app/event_relay.hpp"

namespace parley {

void EventRelay::open(Hub& hub, std::vector<Module*> modules) {
  const std::unique_lock lock(mutex_);
  hub_ = &hub;
  modules_ = std::move(modules);
}

Announcer EventRelay::announcer() {
  return [this](const Event& event) {
    const std::shared_lock lock(mutex_);
    if (hub_) hub_->publish(announcements_of({&event, 1}));
  };
}

CommitListener EventRelay::commit_listener() {
  return listen_to_events([this](std::span<const Event> events) { pass_committed(events); });
}

void EventRelay::pass_committed(std::span<const Event> events) {
  const std::shared_lock lock(mutex_);
  if (!hub_) return;
  hub_->publish(announcements_of(events));
  for (Module* module : modules_) module->on_committed(events);
}

// The exclusive lock is granted after every call that holds a shared lock has returned.
void EventRelay::close() {
  const std::unique_lock lock(mutex_);
  hub_ = nullptr;
  modules_.clear();
}

}  // namespace parley
