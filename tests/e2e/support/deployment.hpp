// How Parley is run for the end-to-end tests: PARLEY_TEST_DEPLOYMENT says so for the whole test process. Used on one
// thread.
#pragma once

#include <cstddef>
#include <string>

#include "e2e/support/node.hpp"

namespace parley::e2e {

// One process with its own database; one with PostgreSQL and Redis; three of those.
enum class Deployment { embedded, server, cluster };

Deployment chosen_deployment();
std::size_t nodes_of(Deployment deployment);

// A database of one test's own, with its schema, and a Redis that holds nothing: on the servers that the test process
// shares. No node may be connected any more when it goes.
class Backends {
 public:
  Backends();
  ~Backends();
  Backends(const Backends&) = delete;
  Backends& operator=(const Backends&) = delete;

  const std::string& postgres_url() const { return postgres_url_; }
  std::string redis_url() const;
  // What makes a node use them, also through something in between.
  Settings settings() const { return settings(postgres_url_, redis_url()); }
  static Settings settings(const std::string& postgres_url, const std::string& redis_url);

 private:
  std::string postgres_url_;
};

}  // namespace parley::e2e
