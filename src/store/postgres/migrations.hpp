// Brings a PostgreSQL database's schema up to date. Belongs to the connection's thread. Nodes that start together
// migrate once: each migration is planned and applied under a lock of the database's.
#pragma once

#include "store/migrator.hpp"
#include "store/postgres/connection.hpp"

namespace parley::postgres {

// The migrations that this program knows.
Result<std::vector<Migration>> known_migrations();

// Gives the names of those applied now. Throws PostgresError.
Result<std::vector<std::string>> migrate(Connection& connection, std::span<const Migration> known);

// In a transaction. What has been applied; nothing for a database without a schema. Throws PostgresError.
AppliedSchema applied_schema(Connection& connection);

}  // namespace parley::postgres
