// Three nodes that share one PostgreSQL and one Redis. Each node has its own links to both, which the faults can
// disturb. Any thread may read the nodes' ports and the chances. Of the other functions, one thread at a time uses
// those for the nodes, one those for PostgreSQL and one those for Redis.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "e2e/support/deployment.hpp"
#include "support/chance.hpp"
#include "support/tcp_proxy.hpp"

namespace parley::torture {

inline constexpr std::size_t kNodes = 3;

class Cluster {
 public:
  // Starts the cluster. The settings are added to those that make it a cluster.
  Cluster(std::uint64_t seed, const e2e::Settings& settings);
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // Returns the port of a node. A stopped node keeps its port.
  std::uint16_t port(std::size_t node) const { return ports_.at(node); }

  void kill(std::size_t node);
  // Stops the node and waits until it has shut down normally.
  void stop(std::size_t node);
  // Tries to start the node until it is ready, since what it needs may be away.
  void start(std::size_t node);

  testing::TcpProxy& to_postgres(std::size_t node) { return *links_.at(node).to_postgres; }
  testing::TcpProxy& to_redis(std::size_t node) { return *links_.at(node).to_redis; }
  // The shares of answers to COMMIT and of publications that are lost on their way.
  testing::Chance& lost_commits() { return *lost_commits_; }
  testing::Chance& lost_publications() { return *lost_publications_; }
  // The share of the clients' actions after which their connection is cut.
  testing::Chance& client_cuts() { return client_cuts_; }

  // Ends every disturbance. The code that stopped a node or a server has to start it again.
  void calm();
  // Returns the nodes' own faults since the last call: a node ended, or a sanitizer reported an error.
  std::vector<std::string> complaints();

 private:
  struct Links {
    std::unique_ptr<testing::TcpProxy> to_postgres;
    std::unique_ptr<testing::TcpProxy> to_redis;
  };

  Links make_links() const;

  e2e::TemporaryFolder folder_;
  e2e::Backends backends_;
  std::shared_ptr<testing::Chance> lost_commits_;
  std::shared_ptr<testing::Chance> lost_publications_;
  testing::Chance client_cuts_;
  std::vector<Links> links_;
  std::vector<e2e::Node> nodes_;
  std::array<std::atomic<std::uint16_t>, kNodes> ports_{};
  std::vector<std::string> complaints_;
};

}  // namespace parley::torture
