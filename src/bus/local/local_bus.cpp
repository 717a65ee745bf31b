#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include <parley/bus/event_bus.hpp>

#include "bus/listener_set.hpp"

namespace parley {
namespace {

// Delivers publications within one process, on the publisher's thread. Any thread.
class LocalBus final : public EventBus {
 public:
  std::size_t add_listener(std::shared_ptr<BusListener> listener) override {
    std::unique_lock lock(mutex_);
    listeners_.push_back(std::move(listener));
    return listeners_.size() - 1;
  }

  void subscribe(std::size_t listener, const Topic& topic) override {
    std::unique_lock lock(mutex_);
    interests_[topic].add(listener);
  }

  void unsubscribe(std::size_t listener, const Topic& topic) override {
    std::unique_lock lock(mutex_);
    const auto found = interests_.find(topic);
    if (found == interests_.end()) return;
    found->second.remove(listener);
    if (found->second.is_empty()) interests_.erase(found);
  }

  // All publications for a listener are handed over in one call, so that its loop is woken once. A listener must not
  // subscribe from within that call, because the lock is held.
  void publish(std::span<const Publication> publications) override {
    std::shared_lock lock(mutex_);
    std::vector<std::vector<Publication>> wanted(listeners_.size());
    for (const Publication& publication : publications) {
      const auto found = interests_.find(publication.topic);
      if (found == interests_.end()) continue;
      for (std::size_t listener = 0; listener < listeners_.size(); ++listener) {
        if (found->second.has(listener)) wanted[listener].push_back(publication);
      }
    }
    for (std::size_t listener = 0; listener < listeners_.size(); ++listener) {
      if (!wanted[listener].empty()) listeners_[listener]->publications(wanted[listener]);
    }
  }

  BusStatus status() const override { return {}; }

 private:
  std::shared_mutex mutex_;
  std::vector<std::shared_ptr<BusListener>> listeners_;
  std::unordered_map<Topic, ListenerSet> interests_;
};

}  // namespace

std::unique_ptr<EventBus> create_local_bus() { return std::make_unique<LocalBus>(); }

}  // namespace parley
