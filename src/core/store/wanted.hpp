// Statements about many ids at once, which come as one argument: $1, an Array. The rest of the statement reads them
// from the table `wanted`, whose columns are `ordinal`, counted from 1, and `id`. Each database makes this table in its
// own way; the rest is one text for both.
#pragma once

#include <parley/store/sql.hpp>

// SQLite gets the elements of the array one after the other, each as its length in four bytes and the 16 bytes of the
// id.
#define SQLITE_WANTED                                                  \
  "WITH RECURSIVE wanted (ordinal, id) AS ("                           \
  "  SELECT 1, substr($1, 5, 16) WHERE length($1) > 0 UNION ALL"       \
  "  SELECT ordinal + 1, substr($1, ordinal * 20 + 5, 16) FROM wanted" \
  "  WHERE ordinal * 20 < length($1)) "
#define POSTGRES_WANTED "WITH wanted (id, ordinal) AS (SELECT * FROM unnest($1::uuid[]) WITH ORDINALITY) "

// Returns the statement that begins with the table of wanted ids. `rest` is a literal.
#define WITH_WANTED(dialect, rest) \
  ((dialect) == ::parley::Dialect::sqlite ? ::parley::Sql(SQLITE_WANTED rest) : ::parley::Sql(POSTGRES_WANTED rest))
