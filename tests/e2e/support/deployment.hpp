// How Parley is deployed for the end-to-end tests. PARLEY_TEST_DEPLOYMENT chooses that for the whole test process. Used
// on one thread.
#pragma once

#include <cstddef>
#include <string>

#include "e2e/support/node.hpp"

namespace parley::e2e {

// One process with an embedded database; one process with PostgreSQL and Redis; three such processes.
enum class Deployment { embedded, server, cluster };

Deployment chosen_deployment();
std::size_t nodes_of(Deployment deployment);

// Gives one test a database with the schema and an empty Redis, on the servers that the test process shares. All nodes
// must have disconnected before it is destroyed.
class Backends {
 public:
  Backends();
  ~Backends();
  Backends(const Backends&) = delete;
  Backends& operator=(const Backends&) = delete;

  const std::string& postgres_url() const { return postgres_url_; }
  std::string redis_url() const;
  // Returns the settings that connect a node to these servers. The second form takes URLs of something in between.
  Settings settings() const { return settings(postgres_url_, redis_url()); }
  static Settings settings(const std::string& postgres_url, const std::string& redis_url);

 private:
  std::string postgres_url_;
};

}  // namespace parley::e2e
