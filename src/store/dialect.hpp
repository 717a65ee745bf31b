// Translates a statement for the database that runs it. Statements are written for PostgreSQL, and a few words in them
// are for one database only. Pure; any thread.
//
//   written                             for SQLite                        for PostgreSQL
//   $1                                  ?1                                unchanged
//   FOR [NO KEY] UPDATE [SKIP LOCKED]   removed, since it has one writer  unchanged
//   INDEXED BY name                     unchanged                         removed, since its planner takes no such hint
//
// SQLite's connection also has PostgreSQL's functions greatest, least and chr (store/sqlite/functions.hpp).
#pragma once

#include <string>
#include <string_view>

namespace parley {

std::string for_sqlite(std::string_view statement);
std::string for_postgres(std::string_view statement);

}  // namespace parley
