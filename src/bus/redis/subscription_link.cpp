// Two sets describe the subscriptions: wanted_ has the channels that listeners want, on any thread, and requested_ has
// the channels that the server was asked for on this connection, and whether it has confirmed them. Once in a turn of
// the loop, apply_changes() sends the difference.
#include <algorithm>
#include <span>
#include <utility>

#include <boost/asio/post.hpp>

#include "bus/redis/command.hpp"
#include "bus/redis/subscription_link.hpp"

namespace parley::redis {
namespace {

// The number of channels in one command. It is large enough to be cheap, and small enough not to delay other clients of
// the server.
constexpr std::size_t kBatch = 500;

std::string text_of(const redisReply& reply) { return reply.str == nullptr ? "" : std::string(reply.str, reply.len); }

}  // namespace

SubscriptionLink::SubscriptionLink(Executor loop, LinkSettings settings, std::size_t endpoint, std::string control,
                                   Metrics& metrics)
    : Link(loop, std::move(settings), endpoint, "subscriptions", metrics), control_(std::move(control)) {}

void SubscriptionLink::subscribe(const std::string& channel) {
  const std::scoped_lock lock(mutex_);
  wanted_.insert(channel);
  note_change(channel);
}

void SubscriptionLink::unsubscribe(const std::string& channel) {
  const std::scoped_lock lock(mutex_);
  wanted_.erase(channel);
  note_change(channel);
}

void SubscriptionLink::note_change(const std::string& channel) {
  changed_.insert(channel);
  if (!std::exchange(is_apply_posted_, true)) asio::post(loop(), [this] { apply_changes(); });
}

// Sends the changes of this turn to the server. A channel that was dropped and wanted again within the turn needs no
// command, but its new subscriber needs a confirmation, which is repeated here.
void SubscriptionLink::apply_changes() {
  std::vector<std::string> to_add;
  std::vector<std::string> to_drop;
  {
    const std::scoped_lock lock(mutex_);
    is_apply_posted_ = false;
    for (const std::string& channel : std::exchange(changed_, {})) {
      const auto asked = requested_.find(channel);
      const bool is_asked = asked != requested_.end();
      const bool is_wanted = wanted_.contains(channel);
      if (is_wanted && !is_asked) to_add.push_back(channel);
      // Without `second`, the confirmation of the server is still to come.
      if (is_wanted && is_asked && asked->second) confirm(channel);
      if (!is_wanted && is_asked) to_drop.push_back(channel);
    }
  }
  // While the link is down, nothing is sent: begin() subscribes to all wanted channels.
  if (!is_up()) return;
  for (const std::string& channel : to_add) requested_.emplace(channel, false);
  for (const std::string& channel : to_drop) requested_.erase(channel);
  send("UNSUBSCRIBE", to_drop);
  send("SUBSCRIBE", to_add);
}

void SubscriptionLink::send(std::string_view verb, const std::vector<std::string>& channels) {
  for (auto rest = std::span(channels); !rest.empty(); rest = rest.subspan(std::min(kBatch, rest.size()))) {
    std::vector<std::string_view> words = {verb};
    const auto batch = rest.first(std::min(kBatch, rest.size()));
    words.insert(words.end(), batch.begin(), batch.end());
    connection()->send_subscription(encode_command(words));
  }
}

// Subscribes to all wanted channels on a new connection. An apply_changes() that was posted before finds its channels
// in requested_, and so subscribes to none of them twice.
void SubscriptionLink::begin(Connection&) {
  std::vector<std::string> all;
  {
    const std::scoped_lock lock(mutex_);
    all.assign(wanted_.begin(), wanted_.end());
  }
  for (const std::string& channel : all) requested_.emplace(channel, false);
  send("SUBSCRIBE", all);
}

// Subscribes to the control channel, again and again. The server confirms each time, which shows that it is alive.
void SubscriptionLink::ping(Connection& connection) {
  connection.send_subscription(encode_command({"SUBSCRIBE", control_}));
}

void SubscriptionLink::end() {
  is_settled_ = false;
  requested_.clear();
  confirmed_.clear();
}

void SubscriptionLink::pushed(const redisReply& message) {
  if (message.type != REDIS_REPLY_ARRAY || message.elements < 3) return;
  const std::string_view kind(message.element[0]->str, message.element[0]->len);
  const std::string channel = text_of(*message.element[1]);
  if (kind == "message") return take_message(channel, text_of(*message.element[2]));
  if (kind != "subscribe") return;
  // The server replies in order. So when the control channel is confirmed, every channel that was subscribed to before
  // it is confirmed too.
  if (channel == control_) is_settled_ = true;
  const auto asked = requested_.find(channel);
  if (asked == requested_.end()) return;
  asked->second = true;
  confirm(channel);
}

void SubscriptionLink::take_message(const std::string& channel, std::string text) {
  if (channel == control_) {
    if (observer_ != nullptr) observer_->control_received(endpoint(), text);
    return;
  }
  received_.push_back(std::move(text));
  post_notification();
}

void SubscriptionLink::confirm(const std::string& channel) {
  confirmed_.push_back(channel);
  post_notification();
}

void SubscriptionLink::post_notification() {
  if (!std::exchange(is_notification_posted_, true)) asio::post(loop(), [this] { notify_observer(); });
}

// Confirmations come first: messages of a topic count from its confirmation on.
void SubscriptionLink::notify_observer() {
  is_notification_posted_ = false;
  const auto confirmed = std::exchange(confirmed_, {});
  const auto received = std::exchange(received_, {});
  if (observer_ == nullptr) return;
  if (!confirmed.empty()) observer_->confirmed(endpoint(), confirmed);
  if (!received.empty()) observer_->received(endpoint(), received);
}

}  // namespace parley::redis
