// Opens the parts that the configuration chooses: the database, and the carrier of events, leases and rates. The
// composition root and the command line call these functions once, on the main thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <parley/app/configuration.hpp>
#include <parley/base/metrics.hpp>
#include <parley/bus/redis.hpp>
#include <parley/store/factory.hpp>

namespace parley {

// Opens the database. With `migrate`, applies pending migrations first; with SQLite this is always done.
Result<std::unique_ptr<Database>> open_database(const Configuration& configuration, bool migrate);
// Opens the database for a command of the operator, beside the nodes that use it. Creates and migrates nothing. Errors:
// not_found (there is no database, or it is not one of Parley), conflict (its schema is not the one of this program),
// unavailable.
Result<std::unique_ptr<Database>> open_database_beside(const Configuration& configuration);
// Applies pending migrations and returns their names.
Result<std::vector<std::string>> migrate_database(const Configuration& configuration);
// Returns every known migration and whether it has been applied.
Result<std::vector<MigrationStatus>> migration_status(const Configuration& configuration);
// Returns a description of the database for the log, without secrets.
std::string describe_database(const Configuration& configuration);
// Returns how many batches of messages are written in parallel.
std::size_t message_lanes(const Configuration& configuration);

// The parts that all nodes share, or that a single node has for itself.
struct SharedParts {
  std::unique_ptr<RedisLinks> links;  // null if bus.kind is local
  std::unique_ptr<EventBus> bus;
  std::unique_ptr<PresenceLeases> leases;
  std::unique_ptr<SharedLimits> limits;
};
// Creates the shared parts. `keys` are those of the server: nodes prove to each other with them which messages in Redis
// are theirs. `loop` is the loop on which the links to Redis run.
// REQUIRES: there is a key.
Result<SharedParts> open_shared_parts(const Configuration& configuration, std::span<const SigningKey> keys,
                                      asio::io_context& loop, Metrics& metrics);

}  // namespace parley
