// The server under test as a child process, and what the kernel reports of it. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

#include "support/process.hpp"

namespace parley::bench {

// How to start a server. Any program will do that serves on 127.0.0.1, prints a line that ends in http://127.0.0.1:PORT
// when it is ready, and prints nothing after it.
struct ServerCommand {
  std::string program;
  std::vector<std::string> arguments;
  std::vector<std::string> variables = {};  // environment variables, NAME=value
};

class ServerProcess {
 public:
  struct Ports {
    std::uint16_t clients = 0;
    std::uint16_t metrics = 0;
  };

  // Starts the server with its log in `folder` and waits until it is ready. Throws when it does not become ready.
  ServerProcess(const ServerCommand& command, const std::filesystem::path& folder);
  // Asks the server to stop, and kills it if it does not stop within some seconds.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return ports_.clients; }
  // Returns the port of the metrics page. Versions before the internal port had the page on the port for clients.
  std::uint16_t metrics_port() const { return ports_.metrics; }
  std::chrono::microseconds cpu_time() const;  // Returns the user and system time of all its threads.
  std::size_t resident_bytes() const;

 private:
  std::filesystem::path log_;
  testing::Process process_;
  Ports ports_;
};

}  // namespace parley::bench
