// Brings a SQLite file's schema up to date. Belongs to the connection's thread. Two programs that start together
// migrate once: each migration is planned and applied under the file's write lock.
#pragma once

#include "store/migrator.hpp"
#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

// Gives the names of those applied now. Throws SqliteError.
Result<std::vector<std::string>> migrate(Connection& connection, std::span<const Migration> known);

// What has been applied; nothing for a database without a schema. Throws SqliteError.
AppliedSchema applied_schema(Connection& connection);

}  // namespace parley::sqlite
