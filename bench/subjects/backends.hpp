// The real servers that a server under test may need beside it, each started when it is first asked for and kept for
// the whole program. Used on one thread.
#pragma once

#include <filesystem>
#include <optional>

#include "support/postgres_server.hpp"
#include "support/redis_server.hpp"

namespace parley::bench {

class Backends {
 public:
  // PostgreSQL's data goes below the folder: on the disk whose speed is to count.
  explicit Backends(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Its commits reach the disk.
  testing::PostgresServer& postgres() {
    if (!postgres_) postgres_.emplace(testing::PostgresServerOptions{.is_durable = true, .parent_folder = folder_});
    return *postgres_;
  }
  // In memory only: it carries messages from node to node.
  testing::RedisServer& redis() {
    if (!redis_) redis_.emplace();
    return *redis_;
  }

 private:
  std::filesystem::path folder_;
  std::optional<testing::PostgresServer> postgres_;
  std::optional<testing::RedisServer> redis_;
};

}  // namespace parley::bench
