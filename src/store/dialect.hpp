// What each database gets to see of a statement that both run. A statement is written for PostgreSQL; a few words of it
// are for one of the two only. Pure; any thread.
//
//   written                           SQLite gets            PostgreSQL gets
//   $1                                ?1                     $1
//   FOR [NO KEY] UPDATE [SKIP LOCKED] nothing: one writer    the same
//   INDEXED BY name                   the same               nothing: it has its own opinion
//
// SQLite's connection also knows PostgreSQL's functions greatest, least and chr.
#pragma once

#include <string>
#include <string_view>

namespace parley {

std::string for_sqlite(std::string_view statement);
std::string for_postgres(std::string_view statement);

}  // namespace parley
