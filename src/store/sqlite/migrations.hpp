// Brings a SQLite file's schema up to date. The functions run on the connection's thread. Two programs that start at
// the same time apply each migration once, since it is chosen and applied under the file's write lock.
#pragma once

#include "store/migrator.hpp"
#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

// Applies all pending migrations and returns their names. Throws SqliteError.
Result<std::vector<std::string>> migrate(Connection& connection, std::span<const Migration> known);

// Returns the applied migrations, which are none for a database without a schema. Throws SqliteError.
AppliedSchema applied_schema(Connection& connection);

}  // namespace parley::sqlite
