// The server under test: one process, or several nodes that share their database and their bus. One thread.
#pragma once

#include <memory>
#include <vector>

#include "client/server_process.hpp"

namespace parley::bench {

class Deployment {
 public:
  // Starts the nodes one after the other, and waits for each until it is ready.
  Deployment(const ServerCommand& command, const std::filesystem::path& folder, std::size_t nodes);

  std::vector<std::uint16_t> ports() const;
  // Returns the sum over all nodes.
  std::chrono::microseconds cpu_time() const;
  std::size_t resident_bytes() const;

 private:
  std::vector<std::unique_ptr<ServerProcess>> nodes_;
};

}  // namespace parley::bench
