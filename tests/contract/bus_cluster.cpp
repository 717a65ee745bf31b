#include <stdexcept>

#include "contract/bus_cluster.hpp"
#include "support/process.hpp"
#include "support/redis_server.hpp"

namespace parley::testing {
namespace {

class LocalCluster final : public BusCluster {
 public:
  EventBus& bus(std::size_t) override { return *bus_; }
  PresenceLeases& leases(std::size_t) override { return *leases_; }
  SharedLimits& limits(std::size_t) override { return *limits_; }
  LoopThread& loop(std::size_t) override { return loop_; }
  bool confirms() const override { return false; }

 private:
  LoopThread loop_;
  std::unique_ptr<EventBus> bus_ = create_local_bus();
  std::unique_ptr<PresenceLeases> leases_ = create_local_leases();
  std::unique_ptr<SharedLimits> limits_ = create_local_limits();
};

class RedisCluster final : public BusCluster {
 public:
  RedisCluster() {
    RedisServer::shared().flush();
    for (auto& node : nodes_) {
      node = std::make_unique<RedisNode>(RedisOptions{.urls = {RedisServer::shared().url()}, .secrets = {kNodeSecret}});
    }
    for (auto& node : nodes_) {
      if (!node->becomes_whole()) throw std::runtime_error("Redis cannot be reached");
    }
  }

  EventBus& bus(std::size_t node) override { return nodes_[node]->bus(); }
  PresenceLeases& leases(std::size_t node) override { return nodes_[node]->leases(); }
  SharedLimits& limits(std::size_t node) override { return nodes_[node]->limits(); }
  LoopThread& loop(std::size_t node) override { return nodes_[node]->loop(); }
  bool confirms() const override { return true; }

 private:
  std::unique_ptr<RedisNode> nodes_[2];
};

}  // namespace

LoopThread::LoopThread() : thread_([this] { loop_.run(); }) {}

LoopThread::~LoopThread() {
  loop_.stop();
  thread_.join();
}

RedisNode::RedisNode(const RedisOptions& options) {
  const auto open = [](RedisNode& self, const RedisOptions& given) -> Awaitable<bool> {
    self.links_ = open_redis(given, self.loop_.loop(), self.metrics_).value();
    co_return true;
  };
  loop_.run(open(*this, options));
  bus_ = create_redis_bus(*links_);
  leases_ = create_redis_leases(*links_);
  limits_ = create_redis_limits(*links_);
}

RedisNode::~RedisNode() { shut_down(); }

void RedisNode::shut_down() {
  if (std::exchange(is_shut_down_, true)) return;
  const auto end = [](RedisLinks& links) -> Awaitable<bool> {
    co_await links.shut_down(Instant::clock::now() + kPatience);
    co_return true;
  };
  loop_.run(end(*links_));
}

bool RedisNode::becomes_whole() {
  return eventually([this] { return bus_->status().is_whole; });
}

std::vector<BusKind> bus_kinds() {
  return {{"local", [] { return std::make_unique<LocalCluster>(); }},
          {"redis", [] { return std::make_unique<RedisCluster>(); }}};
}

}  // namespace parley::testing
