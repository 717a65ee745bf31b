#include <cstdlib>
#include <stdexcept>

#include "e2e/support/deployment.hpp"
#include "support/postgres_server.hpp"
#include "support/redis_server.hpp"

namespace parley::e2e {
namespace {

using testing::PostgresServer;
using testing::RedisServer;

// Returns the URL of a database that has the schema and no rows. A copy of it is made faster than a migrated one.
const std::string& template_database() {
  static const std::string name = [] {
    const std::string url = PostgresServer::shared().create_database();
    std::vector<std::string> arguments = {"migrate", "up"};
    for (const std::string& setting : Backends::settings(url, RedisServer::shared().url())) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    const Finished migrated = run_parleyd(arguments);
    if (migrated.exit_code != 0) throw std::runtime_error("the schema could not be made: " + migrated.error);
    return testing::database_name(url);
  }();
  return name;
}

}  // namespace

Deployment chosen_deployment() {
  const char* const variable = std::getenv("PARLEY_TEST_DEPLOYMENT");  // NOLINT(concurrency-mt-unsafe)
  const std::string name = variable != nullptr ? variable : "embedded";
  if (name == "embedded") return Deployment::embedded;
  if (name == "server") return Deployment::server;
  if (name == "cluster") return Deployment::cluster;
  throw std::runtime_error("PARLEY_TEST_DEPLOYMENT=" + name + " is none of embedded, server, cluster");
}

std::size_t nodes_of(Deployment deployment) { return deployment == Deployment::cluster ? 3 : 1; }

Backends::Backends() : postgres_url_(PostgresServer::shared().create_database(template_database())) {
  RedisServer::shared().flush();
}

Backends::~Backends() {
  try {
    PostgresServer::shared().drop_database(testing::database_name(postgres_url_));
  } catch (const std::exception&) {
    // The database is deleted together with its server.
  }
}

std::string Backends::redis_url() const { return RedisServer::shared().url(); }

Settings Backends::settings(const std::string& postgres_url, const std::string& redis_url) {
  return {"store.kind=postgres",
          "store.postgres.url=" + postgres_url,
          "store.postgres.readers=2",
          "store.postgres.writers=2",
          "bus.kind=redis",
          "bus.redis.urls=" + redis_url,
          "auth.keys=shared:known-to-every-node-of-this-deployment"};
}

}  // namespace parley::e2e
