// The real PostgreSQL and Redis that a server under test may need. Each starts on first use and runs until the program
// ends. Used on one thread.
#pragma once

#include <filesystem>
#include <optional>

#include "support/postgres_server.hpp"
#include "support/redis_server.hpp"

namespace parley::bench {

class Backends {
 public:
  // PostgreSQL keeps its data in the folder, which should be on the disk whose speed counts.
  explicit Backends(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Returns the PostgreSQL server, whose commits reach the disk.
  testing::PostgresServer& postgres() {
    if (!postgres_) postgres_.emplace(testing::PostgresServerOptions{.is_durable = true, .parent_folder = folder_});
    return *postgres_;
  }
  // Returns the Redis server. It keeps no files, because it only carries messages between nodes.
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
