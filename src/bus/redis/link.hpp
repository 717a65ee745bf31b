// A connection to one Redis that comes back by itself: signs in, keeps alive, gives up a server that is silent, waits
// and connects again. Base of the two kinds of link. Owned by Links; touched on its loop, but for what says otherwise.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/backoff.hpp>
#include <parley/base/metrics.hpp>
#include <parley/base/task_group.hpp>

#include "bus/redis/address.hpp"
#include "bus/redis/connection.hpp"

namespace parley::redis {

struct LinkSettings {
  Address address;
  milliseconds connect_timeout;
  milliseconds reply_timeout;
  std::size_t queued_bytes;
};

class Link;

// One of the parts that work over a link. Called on its loop.
class LinkObserver {
 public:
  virtual ~LinkObserver() = default;
  virtual void link_up(Link&) {}
  virtual void link_down(Link&) {}
  // Every quarter of the reply timeout while the link is up.
  virtual void link_tick(Link&) {}
  // The last moment to send something.
  virtual void link_closing(Link&) {}
};

class Link : protected ConnectionOwner {
 public:
  // `role` is for the log.
  Link(Executor loop, LinkSettings settings, std::size_t endpoint, std::string_view role, Metrics& metrics);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Connects, again and again. Ends when it is cancelled.
  Awaitable<void> run();
  // Any thread.
  bool is_up() const { return is_up_.load(std::memory_order_relaxed); }
  void observe(LinkObserver& observer);
  void announce_closing();
  // The number of its endpoint.
  std::size_t endpoint() const { return endpoint_; }

 protected:
  // The connection is signed in.
  virtual void begin(Connection& connection) = 0;
  virtual void ping(Connection& connection) = 0;
  // What was sent on the connection and not answered is lost.
  virtual void end() = 0;

  void pushed(const redisReply&) override {}
  void closed() final;

  Connection* connection() { return connection_.get(); }
  Executor loop() const { return loop_; }
  const LinkSettings& settings() const { return settings_; }
  Metrics& metrics() { return metrics_; }
  // Logs an error that the server answered, once for as long as it is the same.
  void report_refusal(const redisReply& error);

 private:
  Awaitable<std::string> live();
  Task<std::string> resolve();
  void greet();
  void greet_with(const std::string& command);
  Awaitable<void> keep_alive();
  Awaitable<void> pause(milliseconds time);
  void come_up();
  void report_end(const std::string& reason);

  Executor loop_;
  LinkSettings settings_;
  std::size_t endpoint_;
  std::string_view role_;
  Metrics& metrics_;
  Timer timer_;  // cancelled to wake run()
  ReconnectBackoff backoff_;
  std::shared_ptr<Connection> connection_;
  std::vector<LinkObserver*> observers_;
  std::size_t greetings_left_ = 0;
  std::size_t addresses_tried_ = 0;
  std::uint64_t times_up_ = 0;
  std::atomic<bool> is_up_ = false;
  std::string last_reason_;
  std::string last_refusal_;
};

}  // namespace parley::redis
