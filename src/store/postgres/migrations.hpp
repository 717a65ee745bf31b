// Brings a PostgreSQL database's schema up to date. The functions run on the connection's thread. Nodes that start at
// the same time apply each migration once, since it is chosen and applied under a lock of the database.
#pragma once

#include "store/migrator.hpp"
#include "store/postgres/connection.hpp"

namespace parley::postgres {

// Returns the migrations that this program contains.
Result<std::vector<Migration>> known_migrations();

// Applies all pending migrations and returns their names. Throws PostgresError.
Result<std::vector<std::string>> migrate(Connection& connection, std::span<const Migration> known);

// Returns the applied migrations, which are none for a database without a schema. Throws PostgresError.
// REQUIRES: a transaction has begun.
AppliedSchema applied_schema(Connection& connection);

}  // namespace parley::postgres
