// Three nodes over one PostgreSQL and one Redis, each with links of its own to both that can be disturbed. The nodes'
// ports and the chances may be asked for on any thread; of the rest, one thread at a time sees to the nodes, one to
// PostgreSQL and one to Redis.
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
  // Starts it. The settings come on top of those that make it a cluster.
  Cluster(std::uint64_t seed, const e2e::Settings& settings);
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // Where a node serves; one that is away has the port that it had.
  std::uint16_t port(std::size_t node) const { return ports_.at(node); }

  void kill(std::size_t node);
  // Ends it in good order.
  void stop(std::size_t node);
  // Again and again until it is ready: what it needs may be away.
  void start(std::size_t node);

  testing::TcpProxy& to_postgres(std::size_t node) { return *links_.at(node).to_postgres; }
  testing::TcpProxy& to_redis(std::size_t node) { return *links_.at(node).to_redis; }
  // The part of the answers to COMMIT, and of the publications, that are lost on their way.
  testing::Chance& lost_commits() { return *lost_commits_; }
  testing::Chance& lost_publications() { return *lost_publications_; }
  // The part of what clients do after which their connection is cut.
  testing::Chance& client_cuts() { return client_cuts_; }

  // Ends every disturbance; nodes and servers that were stopped are started by whoever stopped them.
  void calm();
  // What the nodes did wrong by themselves since the last time: ended, or were complained of by a sanitizer.
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
