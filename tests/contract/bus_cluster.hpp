// Gives a test two nodes that share a bus, presence leases and limits. There are two kinds: with the local kind both
// nodes are the same object; with Redis each node has its own links on its own loop. The contract tests run against
// each kind.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <gtest/gtest.h>

#include <parley/base/metrics.hpp>
#include <parley/bus/redis.hpp>

#include "support/eventually.hpp"

#define PARLEY_FOR_EVERY_BUS(Suite)                                                           \
  INSTANTIATE_TEST_SUITE_P(Buses, Suite, ::testing::ValuesIn(::parley::testing::bus_kinds()), \
                           [](const auto& information) { return information.param.name; })

namespace parley::testing {

// The secret that the nodes of the tests share.
inline constexpr const char* kNodeSecret = "known-to-every-node-of-this-test";

// Runs an event loop on a thread of its own.
class LoopThread {
 public:
  LoopThread();
  ~LoopThread();

  asio::io_context& loop() { return loop_; }

  // Runs the coroutine on the loop's thread, waits for its end and returns its result.
  template <class T>
  T run(Awaitable<T> coroutine) {
    std::promise<T> promise;
    auto result = promise.get_future();
    asio::co_spawn(loop_, std::move(coroutine),
                   [promise = std::move(promise)](std::exception_ptr failure, auto... value) mutable {
                     if (failure) return promise.set_exception(failure);
                     promise.set_value(std::move(value)...);
                   });
    return result.get();
  }

 private:
  asio::io_context loop_{1};
  asio::executor_work_guard<Executor> work_{loop_.get_executor()};
  std::thread thread_;
};

// The parts of one node that uses Redis.
class RedisNode {
 public:
  explicit RedisNode(const RedisOptions& options);
  ~RedisNode();

  // Ends the links in the order in which a stopping server does. Nobody may use the parts after that.
  void shut_down();

  RedisLinks& links() { return *links_; }
  EventBus& bus() { return *bus_; }
  PresenceLeases& leases() { return *leases_; }
  SharedLimits& limits() { return *limits_; }
  Metrics& metrics() { return metrics_; }
  LoopThread& loop() { return loop_; }

  // Waits until every link is connected and every subscription is in effect. Returns whether that happened in time.
  bool becomes_whole();

  // Returns those of the given users who are not offline.
  std::vector<UserId> online(std::vector<UserId> users) {
    const auto states = loop_.run(leases_->states(users));
    std::vector<UserId> online;
    for (std::size_t i = 0; i < users.size(); ++i) {
      if (states[i] != PresenceState::offline) online.push_back(users[i]);
    }
    return online;
  }
  std::optional<milliseconds> take(const std::string& key, TokenRate rate) {
    return loop_.run(limits_->take(key, rate));
  }

 private:
  Metrics metrics_;
  LoopThread loop_;
  std::unique_ptr<RedisLinks> links_;
  std::unique_ptr<EventBus> bus_;
  std::unique_ptr<PresenceLeases> leases_;
  std::unique_ptr<SharedLimits> limits_;
  bool is_shut_down_ = false;
};

class BusCluster {
 public:
  virtual ~BusCluster() = default;
  virtual EventBus& bus(std::size_t node) = 0;
  virtual PresenceLeases& leases(std::size_t node) = 0;
  virtual SharedLimits& limits(std::size_t node) = 0;
  virtual LoopThread& loop(std::size_t node) = 0;
  // Returns whether a subscription takes effect only after the bus has confirmed it.
  virtual bool confirms() const = 0;
};

struct BusKind {
  std::string name;
  std::function<std::unique_ptr<BusCluster>()> create;
};

inline void PrintTo(const BusKind& kind, std::ostream* out) { *out << kind.name; }

std::vector<BusKind> bus_kinds();

}  // namespace parley::testing
