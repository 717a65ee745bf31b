// The link for subscriptions. It keeps the server's list of this node's subscriptions equal to the set of wanted
// channels, and subscribes again after every loss of the connection. Links owns it. Any thread may change the wanted
// channels; the link sends all changes of one turn of its loop together.
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

// The link calls its observer on its loop, and once per turn for everything that has arrived.
class SubscriptionObserver {
 public:
  virtual ~SubscriptionObserver() = default;
  // Called when the server has confirmed subscriptions, for the first time or after a reconnect.
  virtual void confirmed(std::size_t endpoint, const std::vector<std::string>& channels) = 0;
  // Called with published messages, in the order in which the server sent them.
  virtual void received(std::size_t endpoint, const std::vector<std::string>& messages) = 0;
  // Called with a message on the control channel, at once.
  virtual void control_received(std::size_t endpoint, const std::string& message) = 0;
};

class SubscriptionLink final : public Link {
 public:
  // The link always subscribes to the channel `control`. It subscribes to it again as its keep-alive, because hiredis
  // does not support PING on a connection with subscriptions.
  SubscriptionLink(Executor loop, LinkSettings settings, std::size_t endpoint, std::string control, Metrics& metrics);

  // Sets the observer. On the loop.
  void observe_messages(SubscriptionObserver& observer) { observer_ = &observer; }
  // These change the set of wanted channels, also while the link is down. Any thread.
  void subscribe(const std::string& channel);
  void unsubscribe(const std::string& channel);
  // Returns whether every channel that was wanted when the link came up has been confirmed since. Any thread.
  bool is_settled() const { return is_settled_.load(std::memory_order_relaxed); }

 private:
  void begin(Connection& connection) override;
  void ping(Connection& connection) override;
  void end() override;
  void pushed(const redisReply& message) override;

  void note_change(const std::string& channel);
  void post_notification();
  void apply_changes();
  void send(std::string_view verb, const std::vector<std::string>& channels);
  void take_message(const std::string& channel, std::string text);
  void confirm(const std::string& channel);
  void notify_observer();

  const std::string control_;
  SubscriptionObserver* observer_ = nullptr;
  std::unordered_map<std::string, bool>
      requested_;  // channels subscribed to on this connection: whether it is confirmed
  std::vector<std::string> confirmed_;
  std::vector<std::string> received_;
  bool is_notification_posted_ = false;
  std::atomic<bool> is_settled_ = false;

  std::mutex mutex_;  // guards the members below
  std::unordered_set<std::string> wanted_;
  std::unordered_set<std::string> changed_;
  bool is_apply_posted_ = false;
};

}  // namespace parley::redis
