// What the configuration chooses between: the database, and what carries events, leases and rates. Functions of the
// composition root and the command line, called once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <parley/app/configuration.hpp>
#include <parley/base/metrics.hpp>
#include <parley/bus/redis.hpp>
#include <parley/store/factory.hpp>

namespace parley {

// With `migrate`, brings the schema up to date first; an embedded database is always brought up to date.
Result<std::unique_ptr<Database>> open_database(const Configuration& configuration, bool migrate);
Result<std::vector<std::string>> migrate_database(const Configuration& configuration);  // names of those applied now
Result<std::vector<MigrationStatus>> migration_status(const Configuration& configuration);
// Without a secret: for the log.
std::string describe_database(const Configuration& configuration);
// How many batches of messages are written side by side.
std::size_t message_lanes(const Configuration& configuration);

// What the nodes share, or one node has for itself.
struct SharedParts {
  std::unique_ptr<RedisLinks> links;  // null within one process
  std::unique_ptr<EventBus> bus;
  std::unique_ptr<PresenceLeases> leases;
  std::unique_ptr<SharedLimits> limits;
};
Result<SharedParts> open_shared_parts(const Configuration& configuration, asio::io_context& loop, Metrics& metrics);

}  // namespace parley
