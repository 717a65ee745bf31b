// A connection to one Redis server that reconnects by itself. It connects, signs in, keeps the connection alive, closes
// it if the server is silent, waits, and connects again. CommandLink and SubscriptionLink derive from it. Links owns
// it; all calls are made on its loop unless a comment says otherwise.
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

// `reply_timeout` is the longest silence of the server, `queued_bytes` the limit for commands without a reply.
struct LinkSettings {
  Address address;
  milliseconds connect_timeout;
  milliseconds reply_timeout;
  std::size_t queued_bytes;
};

class Link;

// A part that works over a link, such as the bus or the leases. The link calls it on its loop.
class LinkObserver {
 public:
  virtual ~LinkObserver() = default;
  virtual void link_up(Link&) {}
  virtual void link_down(Link&) {}
  // Called four times per reply timeout while the link is up.
  virtual void link_tick(Link&) {}
  // Called before the link is closed for good: the observer may send something for the last time.
  virtual void link_closing(Link&) {}
};

class Link : protected ConnectionOwner {
 public:
  // `endpoint` is the number of the link's endpoint; `role` names the link in the log and must be a constant.
  Link(Executor loop, LinkSettings settings, std::size_t endpoint, std::string_view role, Metrics& metrics);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Keeps the link connected. Ends only when it is cancelled.
  Awaitable<void> run();
  // Returns whether the connection is established and signed in. Any thread.
  bool is_up() const { return is_up_.load(std::memory_order_relaxed); }
  // Adds an observer; if the link is up, calls its link_up() and link_tick() at once.
  // REQUIRES: `observer` outlives the link's callbacks.
  void observe(LinkObserver& observer);
  // Calls link_closing() of every observer if the link is up.
  void announce_closing();
  // Returns the number of the link's endpoint.
  std::size_t endpoint() const { return endpoint_; }

 protected:
  // Called when a connection is signed in, before the observers' link_up().
  virtual void begin(Connection& connection) = 0;
  // Sends a command whose reply shows that the server is alive.
  virtual void ping(Connection& connection) = 0;
  // Called when a connection that was up has ended, before the observers' link_down(). Commands without a reply are
  // lost.
  virtual void end() = 0;

  void pushed(const redisReply&) override {}
  void closed() final;

  Connection* connection() { return connection_.get(); }
  Executor loop() const { return loop_; }
  const LinkSettings& settings() const { return settings_; }
  Metrics& metrics() { return metrics_; }
  // Logs an error that the server replied with, once for as long as the error is the same.
  void report_refusal(const redisReply& error);

 private:
  Awaitable<std::string> run_connection();
  Task<std::string> resolve();
  void send_setup_commands();
  void send_setup_command(const std::string& command);
  Awaitable<void> keep_alive();
  Awaitable<void> pause(milliseconds time);
  void mark_up();
  void report_end(const std::string& reason);

  Executor loop_;
  LinkSettings settings_;
  std::size_t endpoint_;
  std::string_view role_;
  Metrics& metrics_;
  Timer timer_;  // cancelled to wake run() early
  ReconnectBackoff backoff_;
  std::shared_ptr<Connection> connection_;
  std::vector<LinkObserver*> observers_;
  std::size_t setup_replies_missing_ = 0;
  std::size_t addresses_tried_ = 0;
  std::uint64_t times_up_ = 0;
  std::atomic<bool> is_up_ = false;
  std::string last_reason_;
  std::string last_refusal_;
};

}  // namespace parley::redis
