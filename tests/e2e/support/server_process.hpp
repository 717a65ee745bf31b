// The server of a test: one process, or as many nodes as the deployment has, with data that is deleted at the end. Used
// on the test's thread; other threads may read `port` while no process starts or stops.
#pragma once

#include <atomic>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "e2e/support/deployment.hpp"
#include "e2e/support/node.hpp"

namespace parley::e2e {

using Json = nlohmann::json;

class ServerProcess {
 public:
  // Starts the server.
  explicit ServerProcess(const Settings& settings = {});

  // Starts the server again on the same data, maybe on other ports. Throws when it is not ready in time.
  void start();
  // Asks all nodes to stop. Returns their exit code; if one of several nodes fails, its code.
  int stop(int signal = SIGTERM);
  // Kills all nodes (kill -9). Throws when one had ended by itself.
  void kill();
  // Kills, and starts again, one of several nodes.
  void kill_node(std::size_t node) { nodes_.at(node).kill(); }
  void start_node(std::size_t node);
  bool is_running() const { return nodes_.front().is_running(); }

  // Returns the port of the next node in turn, so that the connections of a test are spread over all nodes.
  std::uint16_t port() const { return nodes_[next_++ % nodes_.size()].port(); }
  std::vector<std::uint16_t> ports() const;
  std::vector<std::uint16_t> internal_ports() const;
  // Returns the settings by which another program finds the server's database.
  Settings store_settings() const;
  // Returns the folder of an embedded database.
  std::filesystem::path data() const { return nodes_.front().data(); }
  std::filesystem::path database() const { return data() / "parley.db"; }
  // Returns everything that the nodes wrote to stderr, over all their runs.
  std::string log() const;
  // Returns the log lines of one event.
  std::vector<Json> log_lines(std::string_view event) const;

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Backends> backends_;  // set in a deployment whose nodes share their servers
  std::vector<Node> nodes_;
  mutable std::atomic<std::size_t> next_ = 0;
};

}  // namespace parley::e2e
