#include <gtest/gtest.h>

#include "store/dialect.hpp"

namespace parley {
namespace {

TEST(DialectTest, sqlite_gets_its_own_form_of_arguments) {
  EXPECT_EQ(for_sqlite("SELECT a FROM t WHERE b = $1 AND c < $12"), "SELECT a FROM t WHERE b = ?1 AND c < ?12");
}

TEST(DialectTest, sqlite_gets_no_row_locks) {
  EXPECT_EQ(for_sqlite("SELECT a FROM t WHERE b = $1 FOR UPDATE"), "SELECT a FROM t WHERE b = ?1");
  EXPECT_EQ(for_sqlite("SELECT a FROM t FOR NO KEY UPDATE"), "SELECT a FROM t");
  EXPECT_EQ(for_sqlite("SELECT a FROM t FOR UPDATE SKIP LOCKED"), "SELECT a FROM t");
  EXPECT_EQ(for_sqlite("(SELECT a FROM t LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)"), "(SELECT a FROM t LIMIT ?1)");
}

TEST(DialectTest, postgres_gets_no_hints) {
  EXPECT_EQ(for_postgres("SELECT a FROM t INDEXED BY t_by_a WHERE b = $1"), "SELECT a FROM t WHERE b = $1");
  EXPECT_EQ(for_postgres("SELECT a FROM t INDEXED BY t_by_a"), "SELECT a FROM t");
}

TEST(DialectTest, everything_else_stays_as_it_was_written) {
  constexpr auto kStatement = "UPDATE t AS u SET a = greatest(a, 2) RETURNING a";
  EXPECT_EQ(for_sqlite(kStatement), kStatement);
  EXPECT_EQ(for_postgres(kStatement), kStatement);
}

}  // namespace
}  // namespace parley
