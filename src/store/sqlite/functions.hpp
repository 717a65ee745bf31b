// Adds functions of PostgreSQL to SQLite, so that both databases run the same statements. The functions run on the
// connection's thread.
#pragma once

struct sqlite3;

namespace parley::sqlite {

// Adds greatest(a, b, …) and least(a, b, …), which leave out NULLs, and chr(code point). Throws SqliteError.
void add_functions(sqlite3* connection);

}  // namespace parley::sqlite
