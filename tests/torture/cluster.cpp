#include <stdexcept>
#include <utility>

#include "support/commit_cutter.hpp"
#include "support/lasting_thread.hpp"
#include "support/postgres_server.hpp"
#include "support/publish_dropper.hpp"
#include "support/redis_server.hpp"
#include "torture/cluster.hpp"

namespace parley::torture {
namespace {

using testing::Chance;
using testing::PostgresServer;
using testing::RedisServer;
using testing::TcpProxy;

constexpr seconds kStartPatience{60};

// Returns the URL with the port of a proxy in place of the server's.
std::string by_way_of(std::string url, std::uint16_t server, std::uint16_t proxy) {
  const std::string port = ":" + std::to_string(server);
  return url.replace(url.find(port), port.size(), ":" + std::to_string(proxy));
}

}  // namespace

Cluster::Cluster(std::uint64_t seed, const e2e::Settings& settings)
    : lost_commits_(std::make_shared<Chance>(seed)),
      lost_publications_(std::make_shared<Chance>(seed + 1)),
      client_cuts_(seed + 2) {
  for (std::size_t i = 0; i < kNodes; ++i) {
    links_.push_back(make_links());
    const std::string postgres =
        by_way_of(backends_.postgres_url(), PostgresServer::shared().port(), to_postgres(i).port());
    const std::string redis = by_way_of(backends_.redis_url(), RedisServer::shared().port(), to_redis(i).port());
    e2e::Settings all = e2e::Backends::settings(postgres, redis);
    all.insert(all.end(), settings.begin(), settings.end());
    nodes_.emplace_back(folder_.path() / ("node" + std::to_string(i)), all);
  }
  for (std::size_t i = 0; i < kNodes; ++i) start(i);
}

Cluster::~Cluster() { nodes_.clear(); }

Cluster::Links Cluster::make_links() const {
  return {
      std::make_unique<TcpProxy>(PostgresServer::shared().port(),
                                 [chance = lost_commits_] { return std::make_unique<testing::CommitCutter>(chance); }),
      std::make_unique<TcpProxy>(RedisServer::shared().port(), [chance = lost_publications_] {
        return std::make_unique<testing::PublishDropper>(chance);
      })};
}

void Cluster::kill(std::size_t node) { nodes_.at(node).kill(); }

void Cluster::stop(std::size_t node) {
  nodes_.at(node).begin_stop();
  const int code = nodes_.at(node).wait_stopped();
  if (code != 0) complaints_.push_back("a node that was asked to stop exited with " + std::to_string(code));
}

void Cluster::start(std::size_t node) {
  for (const auto deadline = e2e::Clock::now() + kStartPatience;;) {
    try {
      // A child process ends with the thread that starts it.
      testing::run_on_lasting_thread([&] { nodes_.at(node).begin_start(); });
      nodes_.at(node).wait_ready();
      ports_.at(node) = nodes_.at(node).port();
      return;
    } catch (const std::exception&) {
      if (e2e::Clock::now() > deadline) throw;
    }
  }
}

void Cluster::calm() {
  lost_commits_->set(0);
  lost_publications_->set(0);
  client_cuts_.set(0);
  for (const Links& links : links_) {
    links.to_postgres->heal();
    links.to_redis->heal();
  }
}

std::vector<std::string> Cluster::complaints() {
  for (const e2e::Node& node : nodes_) {
    const std::string log = node.log();
    if (node.has_ended()) complaints_.push_back("a node ended by itself: " + log);
    for (const char* sign : {"Sanitizer", "runtime error"}) {
      const auto at = log.find(sign);
      if (at != std::string::npos) complaints_.push_back("a node says: " + log.substr(at, 4000));
    }
  }
  return std::exchange(complaints_, {});
}

}  // namespace parley::torture
