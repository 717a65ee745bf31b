// Holds all links of this node, two to each endpoint. The composition root owns it, and creates it and shuts it down on
// the loop on which the links run.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/task_group.hpp>
#include <parley/bus/redis.hpp>

#include "bus/redis/command_link.hpp"
#include "bus/redis/endpoint_choice.hpp"
#include "bus/redis/sealed_stream.hpp"
#include "bus/redis/subscription_link.hpp"

namespace parley::redis {

// One Redis server and database, with the two links to it.
struct Endpoint {
  // `name` is the same on all nodes.
  Endpoint(Executor loop, const LinkSettings& settings, std::span<const std::string> secrets, const std::string& name,
           std::size_t number, Metrics& metrics);

  int database;
  std::string label;
  std::string control_channel;
  SealedStream publications;
  SealedStream reports;
  Seal leases;
  CommandLink commands;
  SubscriptionLink subscriptions;
};

class Links final : public RedisLinks {
 public:
  Links(Executor loop, const std::vector<LinkSettings>& settings, std::span<const std::string> secrets,
        Metrics& metrics);

  bool are_up() const override;
  Awaitable<void> shut_down(Instant deadline) override;

  // Returns whether every link is up and every subscription is in effect. Any thread.
  bool are_whole() const;
  // These return the endpoint to which a topic, user or key belongs, and its number. Any thread.
  Endpoint& endpoint_of(std::string_view key) { return *endpoints_[number_of(key)]; }
  std::size_t number_of(std::string_view key) const { return choice_.of(key); }
  Endpoint& endpoint(std::size_t number) { return *endpoints_[number]; }
  std::size_t size() const { return endpoints_.size(); }
  Executor loop() const { return loop_; }
  milliseconds reply_timeout() const { return reply_timeout_; }
  Metrics& metrics() { return metrics_; }
  // Adds an observer to every command link, in the loop's next turn. Any thread.
  void observe_commands(LinkObserver& observer);
  // Adds an observer to every link and one for the published messages, in the loop's next turn. Any thread.
  void observe_all(LinkObserver& links, SubscriptionObserver& messages);

 private:
  Awaitable<void> drain(Instant deadline);

  Executor loop_;
  Metrics& metrics_;
  milliseconds reply_timeout_;
  EndpointChoice choice_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  TaskGroup group_;
};

}  // namespace parley::redis
