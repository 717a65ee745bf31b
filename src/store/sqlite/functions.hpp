// PostgreSQL's functions that SQLite does not have, so that both run the same statements. Belongs to the connection's
// thread.
#pragma once

struct sqlite3;

namespace parley::sqlite {

// greatest(a, b, …) and least(a, b, …), which leave out NULLs, and chr(code point). Throws SqliteError.
void add_functions(sqlite3* connection);

}  // namespace parley::sqlite
