// What a test talks to: one server, or as many nodes as the chosen deployment has, with throw-away data of its own.
// Used on the test's thread; `port` may be read by others while nothing starts or stops it.
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
  // Starts it.
  explicit ServerProcess(const Settings& settings = {});

  // Starts it again on the same data, maybe on other ports. Throws when it is not ready in time.
  void start();
  // Asks it to stop, and gives its exit code: of several nodes one that is not 0, where there is one.
  int stop(int signal = SIGTERM);
  // kill -9. Throws when it had ended by itself.
  void kill();
  // One node of several, and its return.
  void kill_node(std::size_t node) { nodes_.at(node).kill(); }
  void start_node(std::size_t node);
  bool is_running() const { return nodes_.front().is_running(); }

  // Of the next node in turn: what a test does one connection after the other goes through all of them.
  std::uint16_t port() const { return nodes_[next_++ % nodes_.size()].port(); }
  std::vector<std::uint16_t> ports() const;
  // Of an embedded database.
  std::filesystem::path data() const { return nodes_.front().data(); }
  std::filesystem::path database() const { return data() / "parley.db"; }
  // Everything it wrote to stderr, over all its runs.
  std::string log() const;
  // Its log lines of one kind.
  std::vector<Json> log_lines(std::string_view event) const;

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Backends> backends_;  // of a deployment that shares them
  std::vector<Node> nodes_;
  mutable std::atomic<std::size_t> next_ = 0;
};

}  // namespace parley::e2e
