// The link for subscriptions: keeps the server's idea of what this node listens to equal to what is wanted here,
// through every loss of the connection. Any thread says what is wanted; the loop sees to it, all changes of one turn
// together.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "bus/redis/link.hpp"

namespace parley::redis {

// Called on the link's loop, once for everything that a turn brought.
class SubscriptionObserver {
 public:
  virtual ~SubscriptionObserver() = default;
  // The server has confirmed these, for the first time or again.
  virtual void confirmed(std::size_t endpoint, const std::vector<std::string>& channels) = 0;
  // In the order in which the server sent them.
  virtual void received(const std::vector<std::string>& messages) = 0;
  // On the control channel; at once.
  virtual void control_received(std::size_t endpoint, const std::string& message) = 0;
};

class SubscriptionLink final : public Link {
 public:
  // Every link listens to the `control` channel of its own accord: to subscribe to it once more is its keep-alive,
  // since hiredis knows no PING among subscriptions.
  SubscriptionLink(Executor loop, LinkSettings settings, std::size_t endpoint, std::string control, Metrics& metrics);

  // On the loop.
  void observe_messages(SubscriptionObserver& observer) { observer_ = &observer; }
  // Any thread.
  void subscribe(const std::string& channel);
  void unsubscribe(const std::string& channel);
  // Everything that was wanted when the link came up has been confirmed since. Any thread.
  bool is_settled() const { return is_settled_.load(std::memory_order_relaxed); }

 private:
  void begin(Connection& connection) override;
  void ping(Connection& connection) override;
  void end() override;
  void pushed(const redisReply& message) override;

  void note_change(const std::string& channel);
  void post_turn();
  void apply_changes();
  void send(std::string_view verb, const std::vector<std::string>& channels);
  void take_message(const std::string& channel, std::string text);
  void confirm(const std::string& channel);
  void hand_over();

  const std::string control_;
  SubscriptionObserver* observer_ = nullptr;
  std::unordered_map<std::string, bool> asked_;  // of this connection: whether it was confirmed
  std::vector<std::string> confirmed_;
  std::vector<std::string> received_;
  bool is_hand_over_posted_ = false;
  std::atomic<bool> is_settled_ = false;

  std::mutex mutex_;  // guards what follows
  std::unordered_set<std::string> wanted_;
  std::unordered_set<std::string> changed_;
  bool is_apply_posted_ = false;
};

}  // namespace parley::redis
