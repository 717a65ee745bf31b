// A server on a free port of the loopback, with its own throw-away data. Used on the test's thread; `port` may be read
// by others while nothing starts or stops it.
#pragma once

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "e2e/support/deadline.hpp"
#include "e2e/support/process.hpp"

namespace parley::e2e {

using Json = nlohmann::json;

class ServerProcess {
 public:
  // Starts it. A setting is key=value; on top of cheap passwords, /dev/token, two loops, no rates and no
  // heartbeat among the events that a test counts.
  explicit ServerProcess(const std::vector<std::string>& settings = {});

  // Starts it again on the same data, maybe on another port. Throws when it is not ready in time.
  void start();
  // Asks it to stop, and gives its exit code.
  int stop(int signal = SIGTERM);
  // kill -9. Throws when it had ended by itself.
  void kill();
  bool is_running() const { return process_ != nullptr; }
  pid_t id() const { return process_->id(); }

  std::uint16_t port() const { return port_; }
  std::filesystem::path data() const { return folder_.path() / "data"; }
  std::filesystem::path database() const { return data() / "parley.db"; }
  // Everything it wrote to stderr, over all its runs.
  std::string log() const;
  // Its log lines of one kind.
  std::vector<Json> log_lines(std::string_view event) const;

 private:
  TemporaryFolder folder_;
  std::vector<std::string> arguments_;
  std::unique_ptr<Process> process_;
  std::uint16_t port_ = 0;
};

}  // namespace parley::e2e
