#include <algorithm>
#include <atomic>
#include <expected>
#include <mutex>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <boost/asio/post.hpp>

#include <parley/base/log.hpp>

#include "bus/listener_set.hpp"
#include "bus/redis/command.hpp"
#include "bus/redis/links.hpp"
#include "bus/redis/names.hpp"
#include "bus/redis/node_roll.hpp"
#include "bus/redis/publication_codec.hpp"

namespace parley::redis {
namespace {

// The time after which a silent node is considered dead. The other nodes have found its last commits in the database by
// then.
constexpr seconds kNodeMemory{60};

// Publications of this node go to its own listeners directly, through a local bus, and to the other nodes through
// Redis. Publications that arrive from Redis enter the local bus too. Any thread calls the EventBus functions; the
// mutex guards the members below it. The links call the observer functions on their loop, which owns rolls_ and
// silent_.
class RedisBus final : public EventBus, LinkObserver, SubscriptionObserver {
 public:
  explicit RedisBus(Links& links)
      : links_(links),
        rolls_(links.size(), NodeRoll(links.reply_timeout() * 3 / 2, kNodeMemory)),
        losses_(links.size()) {
    links.observe_all(*this, *this);
  }

  std::size_t add_listener(std::shared_ptr<BusListener> listener) override;
  void subscribe(std::size_t listener, const Topic& topic) override;
  void unsubscribe(std::size_t listener, const Topic& topic) override;
  void publish(std::span<const Publication> publications) override;
  BusStatus status() const override;

 private:
  struct Subscription {
    ListenerSet listeners;
    bool is_confirmed = false;
  };
  using Confirmations = std::vector<std::pair<Topic, ListenerSet>>;

  void link_up(Link& link) override;
  void link_down(Link& link) override;
  void link_tick(Link& link) override;
  void link_closing(Link& link) override;
  void confirmed(std::size_t endpoint, const std::vector<std::string>& channels) override;
  void received(std::size_t endpoint, const std::vector<std::string>& messages) override;
  void control_received(std::size_t endpoint, const std::string& message) override;

  bool is_subscriptions(const Link& link) { return &link == &links_.endpoint(link.endpoint()).subscriptions; }
  void queue_confirmation(Topic topic, ListenerSet listeners);
  void notify_confirmed(const Confirmations& confirmations);
  void send(std::span<const Publication* const> publications);
  std::expected<std::vector<Publication>, Refusal> read(std::size_t endpoint, const std::string& sealed, Instant now);
  void refuse(std::size_t endpoint, Refusal refusal);
  void count_loss(std::size_t endpoint, std::size_t publications);
  void report(std::size_t endpoint, bool is_leaving);
  void update_silent_nodes(std::size_t endpoint);

  Links& links_;
  const Uuid node_ = Uuid::generate();
  const std::unique_ptr<EventBus> local_ = create_local_bus();
  std::vector<NodeRoll> rolls_;
  std::vector<std::size_t> silent_ = std::vector<std::size_t>(rolls_.size());
  std::vector<std::atomic<std::uint64_t>> losses_;  // for each endpoint, as NodeReport counts them
  std::set<Refusal> reported_refusals_;  // used on the loop
  std::atomic<std::uint64_t> interruptions_ = 0;
  std::atomic<std::size_t> silent_nodes_ = 0;

  std::mutex mutex_;
  std::vector<std::shared_ptr<BusListener>> listeners_;
  std::unordered_map<Topic, Subscription> subscriptions_;
  Confirmations queued_confirmations_;
};

std::size_t RedisBus::add_listener(std::shared_ptr<BusListener> listener) {
  const std::scoped_lock lock(mutex_);
  listeners_.push_back(listener);
  return local_->add_listener(std::move(listener));
}

// The lock is held until the link has the change. Otherwise an unsubscribe() of another thread could reach the link in
// the wrong order, and the topic would have a listener but no subscription.
void RedisBus::subscribe(std::size_t listener, const Topic& topic) {
  const std::scoped_lock lock(mutex_);
  local_->subscribe(listener, topic);
  Subscription& subscription = subscriptions_[topic];
  const bool is_first = subscription.listeners.is_empty();
  subscription.listeners.add(listener);
  // Only the first listener of a topic needs a subscription in Redis. If it is confirmed, a later listener gets its
  // confirmation from here.
  if (is_first) {
    const std::string name = topic_name(topic);
    Endpoint& endpoint = links_.endpoint_of(name);
    endpoint.subscriptions.subscribe(topic_channel(endpoint.database, name));
  } else if (subscription.is_confirmed) {
    queue_confirmation(topic, ListenerSet(listener));
  }
}

void RedisBus::unsubscribe(std::size_t listener, const Topic& topic) {
  const std::scoped_lock lock(mutex_);
  local_->unsubscribe(listener, topic);
  const auto found = subscriptions_.find(topic);
  if (found == subscriptions_.end()) return;
  found->second.listeners.remove(listener);
  if (!found->second.listeners.is_empty()) return;
  subscriptions_.erase(found);
  const std::string name = topic_name(topic);
  Endpoint& endpoint = links_.endpoint_of(name);
  endpoint.subscriptions.unsubscribe(topic_channel(endpoint.database, name));
}

// Queues the confirmation for the loop's next turn, because a listener must not be called from within its own
// subscribe().
void RedisBus::queue_confirmation(Topic topic, ListenerSet listeners) {
  queued_confirmations_.emplace_back(std::move(topic), std::move(listeners));
  if (queued_confirmations_.size() > 1) return;
  asio::post(links_.loop(), [this] {
    Confirmations queued;
    {
      const std::scoped_lock lock(mutex_);
      queued.swap(queued_confirmations_);
    }
    notify_confirmed(queued);
  });
}

// A channel may have been unsubscribed while its confirmation was on the way; it is then ignored.
void RedisBus::confirmed(std::size_t endpoint, const std::vector<std::string>& channels) {
  Confirmations confirmations;
  {
    const std::scoped_lock lock(mutex_);
    for (const std::string& channel : channels) {
      const auto topic = topic_of_channel(links_.endpoint(endpoint).database, channel);
      const auto found = topic ? subscriptions_.find(*topic) : subscriptions_.end();
      if (found == subscriptions_.end()) continue;
      found->second.is_confirmed = true;
      confirmations.emplace_back(*topic, found->second.listeners);
    }
  }
  notify_confirmed(confirmations);
}

// Calls each listener once, with all of its topics. No lock is held meanwhile, since a listener may subscribe again.
void RedisBus::notify_confirmed(const Confirmations& confirmations) {
  std::vector<std::shared_ptr<BusListener>> listeners;
  {
    const std::scoped_lock lock(mutex_);
    listeners = listeners_;
  }
  std::vector<Topic> topics;
  for (std::size_t listener = 0; listener < listeners.size(); ++listener) {
    topics.clear();
    for (const auto& [topic, wanting] : confirmations) {
      if (wanting.has(listener)) topics.push_back(topic);
    }
    if (!topics.empty()) listeners[listener]->subscribed(topics);
  }
}

void RedisBus::publish(std::span<const Publication> publications) {
  local_->publish(publications);
  std::vector<const Publication*> by_topic;
  for (const Publication& publication : publications) by_topic.push_back(&publication);
  // 1. Group the publications by topic. Within a topic they keep their order, which is the order of their addresses.
  std::ranges::sort(by_topic, [](const auto* left, const auto* right) {
    return std::tie(left->topic, left) < std::tie(right->topic, right);
  });
  // 2. Send each topic's publications as one message.
  const auto same_topic = [](const Publication* left, const Publication* right) { return left->topic == right->topic; };
  for (auto from = by_topic.begin(); from != by_topic.end();) {
    const auto to = std::find_if(from, by_topic.end(), [&](const auto* each) { return !same_topic(*from, each); });
    send({from, to});
    from = to;
  }
}

// Sends publications of one topic to the other nodes. While the link is down they are neither encoded nor kept, because
// the other nodes can read them from the database.
void RedisBus::send(std::span<const Publication* const> publications) {
  const std::string name = topic_name(publications.front()->topic);
  const std::size_t number = links_.number_of(name);
  Endpoint& endpoint = links_.endpoint(number);
  const std::size_t count = publications.size();
  if (!endpoint.commands.is_up()) return links_.metrics().redis_dropped.add(count);
  const std::string message = endpoint.publications.close(encode_publications(node_, publications));
  auto answered = [this, number, count](const redisReply* reply) {
    // Null means that the link has ended. Its link_down() counts that as a loss, which the reports tell to other nodes.
    if (reply == nullptr) return links_.metrics().redis_dropped.add(count);
    if (reply->type == REDIS_REPLY_ERROR) return count_loss(number, count);
    links_.metrics().redis_published.add(count);
  };
  if (!endpoint.commands.send(encode_command({"PUBLISH", topic_channel(endpoint.database, name), message}), answered)) {
    count_loss(number, count);
  }
}

// Counts publications that were not sent although the link is up. This node's listeners have them; the next report
// tells the other nodes that they may have missed some.
void RedisBus::count_loss(std::size_t endpoint, std::size_t publications) {
  links_.metrics().redis_dropped.add(publications);
  losses_[endpoint] += 1;
}

BusStatus RedisBus::status() const { return {links_.are_whole() && silent_nodes_ == 0, interruptions_}; }

void RedisBus::link_up(Link& link) {
  if (is_subscriptions(link)) rolls_[link.endpoint()].resume(Instant::clock::now());
}

// While the command link is down, the other nodes may miss publications of this node. While the subscription link is
// down, this node may miss publications of the others, and every subscription must be confirmed again.
void RedisBus::link_down(Link& link) {
  interruptions_ += 1;
  if (!is_subscriptions(link)) {
    losses_[link.endpoint()] += 1;
    return;
  }
  const std::scoped_lock lock(mutex_);
  for (auto& [topic, subscription] : subscriptions_) {
    if (links_.number_of(topic_name(topic)) == link.endpoint()) subscription.is_confirmed = false;
  }
}

void RedisBus::link_tick(Link& link) {
  if (is_subscriptions(link)) return update_silent_nodes(link.endpoint());
  report(link.endpoint(), false);
}

void RedisBus::link_closing(Link& link) { report(link.endpoint(), true); }

void RedisBus::report(std::size_t number, bool is_leaving) {
  Endpoint& endpoint = links_.endpoint(number);
  const std::string message = endpoint.reports.close(encode_report({node_, losses_[number], is_leaving}));
  // If the link refuses this report, the next one contains the same numbers.
  std::ignore = endpoint.commands.send(encode_command({"PUBLISH", endpoint.control_channel, message}), {});
}

// Updates the number of silent nodes. While there is one, the bus is not whole.
void RedisBus::update_silent_nodes(std::size_t endpoint) {
  const std::size_t silent = rolls_[endpoint].count_silent(Instant::clock::now());
  if (silent > silent_[endpoint]) interruptions_ += 1;
  silent_nodes_ += silent - silent_[endpoint];
  silent_[endpoint] = silent;
}

// Counts a message that is not taken, and logs each reason once.
void RedisBus::refuse(std::size_t endpoint, Refusal refusal) {
  links_.metrics().redis_refused.add();
  if (!reported_refusals_.insert(refusal).second) return;
  log::warn("redis.message_refused",
            {{"endpoint", links_.endpoint(endpoint).label}, {"reason", refusal_name(refusal)}});
}

void RedisBus::control_received(std::size_t endpoint, const std::string& sealed) {
  const auto sender = reporter_of(sealed);
  if (sender == node_) return;
  if (!sender) return refuse(endpoint, Refusal::other_version);
  const auto message = links_.endpoint(endpoint).reports.open(*sender, sealed);
  if (!message) return refuse(endpoint, message.error());
  const auto report = decode_report(*message);
  if (!report) return refuse(endpoint, Refusal::unreadable);
  if (rolls_[endpoint].record_report(*report, Instant::clock::now())) interruptions_ += 1;
}

void RedisBus::received(std::size_t endpoint, const std::vector<std::string>& messages) {
  const Instant now = Instant::clock::now();
  std::vector<Publication> publications;
  for (const std::string& sealed : messages) {
    if (publisher_of(sealed) == node_) continue;
    auto read_now = read(endpoint, sealed, now);
    if (!read_now) {
      // The message may come from a node of another version or with other keys. What it says is not taken, but counting
      // an interruption makes the hub look into the database, at most once a second.
      interruptions_ += 1;
      refuse(endpoint, read_now.error());
      continue;
    }
    std::ranges::move(*read_now, std::back_inserter(publications));
  }
  links_.metrics().redis_received.add(publications.size());
  local_->publish(publications);
}

std::expected<std::vector<Publication>, Refusal> RedisBus::read(std::size_t endpoint, const std::string& sealed,
                                                                Instant now) {
  const auto publisher = publisher_of(sealed);
  if (!publisher) return std::unexpected(Refusal::other_version);
  const auto message = links_.endpoint(endpoint).publications.open(*publisher, sealed);
  if (!message) return std::unexpected(message.error());
  auto decoded = decode_publications(*message, now);
  if (!decoded) return std::unexpected(Refusal::unreadable);
  return *std::move(decoded);
}

}  // namespace
}  // namespace parley::redis

namespace parley {

std::unique_ptr<EventBus> create_redis_bus(RedisLinks& links) {
  return std::make_unique<redis::RedisBus>(static_cast<redis::Links&>(links));
}

}  // namespace parley
