// One run after the other of `parleyd serve` on a free port of the loopback. Used on the test's thread; `port` may be
// read by others while nothing starts or stops it.
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

// A setting is key=value. On top of cheap passwords, /dev/token, two loops, no rates and no heartbeat among the events
// that a test counts; of two for one key the later counts.
using Settings = std::vector<std::string>;

class Node {
 public:
  // Keeps its log in the folder, and its data where it is embedded.
  Node(std::filesystem::path folder, const Settings& settings);

  // Starts it, maybe on another port than before. wait_ready() throws when it is not ready in time.
  void begin_start();
  void wait_ready();
  // Asks it to stop; wait_stopped() gives its exit code.
  void begin_stop(int signal = SIGTERM) { process_->send_signal(signal); }
  int wait_stopped();
  // kill -9. Throws when it had ended by itself.
  void kill();
  bool is_running() const { return process_ != nullptr; }
  // Though nobody told it to.
  bool has_ended() const { return process_ && process_->has_ended(); }

  std::uint16_t port() const { return port_; }
  std::filesystem::path data() const { return folder_ / "data"; }
  // Everything it wrote to stderr, over all its runs.
  std::string log() const { return read_file(folder_ / "log"); }

 private:
  std::filesystem::path folder_;
  std::vector<std::string> arguments_;
  std::unique_ptr<Process> process_;
  std::uint16_t port_ = 0;
};

}  // namespace parley::e2e
