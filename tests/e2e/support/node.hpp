// Runs `parleyd serve` on a free port of the loopback interface, one process after the other. Used on the test's
// thread; other threads may read `port` while no process starts or stops.
#pragma once

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "e2e/support/deadline.hpp"
#include "e2e/support/process.hpp"

namespace parley::e2e {

// A setting is key=value. The defaults of the tests are cheap passwords, /dev/token, any free internal port, two loops,
// no rates and no heartbeats. If a key comes twice, the later value counts.
using Settings = std::vector<std::string>;

class Node {
 public:
  // The node keeps its log in the folder, and its data too if the database is embedded.
  Node(std::filesystem::path folder, const Settings& settings);

  // Leaves the internal port to the server's default, instead of any free one.
  void use_default_internal_port();
  // Starts the process, maybe on another port than before. wait_ready() throws when it is not ready in time.
  void begin_start();
  void wait_ready();
  // Asks the process to stop. wait_stopped() returns its exit code.
  void begin_stop(int signal = SIGTERM) { process_->send_signal(signal); }
  int wait_stopped();
  // Kills the process (kill -9). Throws when it had ended by itself.
  void kill();
  bool is_running() const { return process_ != nullptr; }
  // Returns whether the process has ended without a request.
  bool has_ended() const { return process_ && process_->has_ended(); }

  std::uint16_t port() const { return port_; }
  // Returns the internal port, or 0 if the node has none.
  std::uint16_t internal_port() const { return internal_port_; }
  std::filesystem::path data() const { return folder_ / "data"; }
  // Returns everything that it wrote to stderr, over all its runs.
  std::string log() const { return read_file(folder_ / "log"); }

 private:
  std::filesystem::path folder_;
  std::vector<std::string> arguments_;
  std::unique_ptr<Process> process_;
  std::uint16_t port_ = 0;
  std::uint16_t internal_port_ = 0;
};

}  // namespace parley::e2e
