// The server under test as a process of its own, and what the kernel knows of it. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

#include "support/process.hpp"

namespace parley::bench {

// How a server is started: any program that serves on 127.0.0.1, says so by a line that ends in http://127.0.0.1:PORT,
// and prints nothing after it.
struct ServerCommand {
  std::string program;
  std::vector<std::string> arguments;
  std::vector<std::string> variables = {};  // of the environment, NAME=value
};

class ServerProcess {
 public:
  // Starts the server, its log in `folder`, and waits until it says where it listens. Throws when it does not.
  ServerProcess(const ServerCommand& command, const std::filesystem::path& folder);
  // Asks it to stop, and ends it when it does not within some seconds.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }
  std::chrono::microseconds cpu_time() const;  // user and system, of all its threads
  std::size_t resident_bytes() const;

 private:
  std::filesystem::path log_;
  testing::Process process_;
  std::uint16_t port_ = 0;
};

}  // namespace parley::bench
