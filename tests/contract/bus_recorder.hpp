// A listener that records what the bus delivers, for tests that wait for a delivery. Any thread.
#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <parley/bus/event_bus.hpp>

#include "contract/bus_cluster.hpp"

namespace parley::testing {

class BusRecorder final : public BusListener {
 public:
  void publications(std::span<const Publication> publications) override {
    const std::scoped_lock lock(mutex_);
    heard_.insert(heard_.end(), publications.begin(), publications.end());
  }
  void subscribed(std::span<const Topic> topics) override {
    const std::scoped_lock lock(mutex_);
    subscribed_.insert(subscribed_.end(), topics.begin(), topics.end());
    ++subscribed_calls_;
  }

  std::vector<Publication> heard() const {
    const std::scoped_lock lock(mutex_);
    return heard_;
  }
  std::vector<std::int64_t> revs() const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::int64_t> revs;
    for (const Publication& publication : heard_) revs.push_back(publication.rev);
    return revs;
  }
  std::size_t times_subscribed(const Topic& topic) const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(subscribed_, topic));
  }
  std::size_t subscriptions() const {
    const std::scoped_lock lock(mutex_);
    return subscribed_.size();
  }
  std::size_t subscribed_calls() const {
    const std::scoped_lock lock(mutex_);
    return subscribed_calls_;
  }
  bool hears(std::size_t publications) const {
    return eventually([&] { return revs().size() >= publications; });
  }
  void forget() {
    const std::scoped_lock lock(mutex_);
    heard_.clear();
    subscribed_.clear();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Publication> heard_;
  std::vector<Topic> subscribed_;
  std::size_t subscribed_calls_ = 0;
};

inline Publication publication(const Topic& topic, std::int64_t rev) {
  Publication made;
  made.topic = topic;
  made.since = rev - 1;
  made.rev = rev;
  made.event = std::make_shared<EncodedEvent>(EncodedEvent{"frame " + std::to_string(rev), ""});
  return made;
}

inline void publish(EventBus& bus, const Topic& topic, std::int64_t rev) {
  bus.publish(std::vector{publication(topic, rev)});
}

}  // namespace parley::testing
