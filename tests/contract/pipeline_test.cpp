// What PostgreSQL does with statements that are sent together.
#include <future>
#include <limits>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/storage.hpp"
#include "store/postgres/connection.hpp"
#include "support/eventually.hpp"
#include "support/postgres_server.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;

using postgres::Connection;
using postgres::Fault;
using postgres::PostgresError;

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() {
    connection_.begin(Access::write);
    connection_.run_script("CREATE TABLE words (id bigint PRIMARY KEY, word text)");
    connection_.commit();
  }

  static constexpr Sql kInsert = "INSERT INTO words VALUES ($1, $2)";
  static constexpr Sql kSelect = "SELECT word FROM words WHERE id > $1 ORDER BY id";
  static constexpr std::int64_t kBeforeAll = 0;

  static void insert(Connection& connection, std::int64_t id, const std::string& word) {
    connection.defer(kInsert, id, word);
  }
  static void ask(Connection& connection, std::vector<std::string>& words) {
    connection.ask([&words](Row& row) { words.push_back(row.take<std::string>()); }, kSelect, kBeforeAll);
  }
  static std::vector<std::string> words(Connection& connection) {
    return connection.query(kSelect, kBeforeAll).all(read_value<std::string>);
  }
  std::vector<std::string> stored() {
    Connection other(url_);
    const postgres::Scope scope(other, Access::read);
    return words(other);
  }
  template <class Work>
  static Fault fault_of(Work work) {
    try {
      work();
    } catch (const PostgresError& error) {
      return error.fault();
    }
    throw std::runtime_error("it succeeded");
  }

  const std::string url_ = PostgresServer::shared().create_database();
  Connection connection_{url_};
};

TEST_F(PipelineTest, statements_sent_together_are_answered_in_their_order) {
  connection_.begin(Access::write);
  std::vector<std::string> first;
  std::vector<std::string> second;
  insert(connection_, 1, "one");
  ask(connection_, first);
  insert(connection_, 2, "two");
  ask(connection_, second);
  connection_.hear_answers();
  EXPECT_THAT(first, ElementsAre("one"));
  EXPECT_THAT(second, ElementsAre("one", "two"));
  EXPECT_EQ(connection_.query(kInsert, std::int64_t{3}, "three").run(), 1);
  connection_.commit();
  EXPECT_THAT(stored(), ElementsAre("one", "two", "three"));
}

TEST_F(PipelineTest, what_was_deferred_is_done_before_the_next_statement) {
  connection_.begin(Access::write);
  insert(connection_, 1, "one");
  EXPECT_THAT(words(connection_), ElementsAre("one"));
  connection_.roll_back();
  EXPECT_THAT(stored(), ElementsAre());
}

TEST_F(PipelineTest, a_commit_fails_with_what_was_deferred_and_the_connection_goes_on) {
  connection_.begin(Access::write);
  insert(connection_, 1, "one");
  insert(connection_, 1, "one again");
  insert(connection_, 2, "two");
  EXPECT_EQ(fault_of([&] { connection_.commit(); }), Fault::conflict);
  EXPECT_EQ(fault_of([&] { connection_.commit(); }), Fault::refused) << "the server would call a rollback a success";
  connection_.roll_back();
  EXPECT_THAT(stored(), ElementsAre());

  connection_.begin(Access::write);
  insert(connection_, 1, "one");
  connection_.commit();
  EXPECT_THAT(stored(), ElementsAre("one"));
}

TEST_F(PipelineTest, a_transaction_that_said_nothing_leaves_the_server_in_peace) {
  connection_.begin(Access::write);
  insert(connection_, 1, "one");
  connection_.roll_back();
  EXPECT_THAT(stored(), ElementsAre());
}

// The store's sends rely on this. A snapshot older than the locks would let a removed member send one more message.
TEST_F(PipelineTest, a_statement_sees_what_was_committed_while_the_one_before_it_waited) {
  connection_.begin(Access::write);
  insert(connection_, 1, "one");
  connection_.hear_answers();
  connection_.commit();
  connection_.begin(Access::write);
  connection_.query("UPDATE words SET word = $1 WHERE id = 1", "held").run();
  auto waiting = std::async(std::launch::async, [&] {
    Connection other(url_);
    const postgres::Scope scope(other, Access::write);
    other.defer("UPDATE words SET word = $1 WHERE id = 1", "changed");
    return words(other);
  });
  const auto is_waiting = [&] {
    Connection observer(url_);
    const postgres::Scope scope(observer, Access::read);
    return observer.query("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)").one(read_value<bool>);
  };
  ASSERT_TRUE(eventually(is_waiting));
  insert(connection_, 2, "two");
  connection_.hear_answers();
  connection_.commit();
  EXPECT_THAT(waiting.get(), ElementsAre("changed", "two"));
}

TEST_F(PipelineTest, arrays_hold_whatever_their_elements_are) {
  connection_.begin(Access::read);
  const std::vector<std::string> texts = {"", "NULL", "a,b", "\"quoted\"", "back\\slash", "ünïcödé 😀"};
  EXPECT_EQ(connection_.query("SELECT unnest($1::text[])", Array(std::span(texts))).all(read_value<std::string>),
            texts);
  Array<std::int64_t> numbers;
  for (const std::int64_t number : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                                    std::int64_t{1}, std::numeric_limits<std::int64_t>::max()}) {
    numbers.add(number);
  }
  numbers.add(std::optional<std::int64_t>());
  EXPECT_THAT(connection_.query("SELECT unnest($1::bigint[])", numbers).all(read_value<std::optional<std::int64_t>>),
              ElementsAre(std::numeric_limits<std::int64_t>::min(), -1, 0, 1, std::numeric_limits<std::int64_t>::max(),
                          std::nullopt));
  const std::vector ids = {UserId::generate(), UserId(), UserId::generate()};
  EXPECT_EQ(connection_.query("SELECT unnest($1::uuid[])", Array(std::span(ids))).all(read_value<UserId>), ids);
  EXPECT_THAT(connection_.query("SELECT unnest($1::uuid[])", Array<UserId>()).all(read_value<UserId>), ElementsAre());
}

TEST_F(PipelineTest, small_numbers_are_read_with_their_sign) {
  connection_.begin(Access::read);
  const auto numbers = connection_.query("SELECT -7::smallint, -70000::integer, 255::smallint").one([](Row& row) {
    return std::vector{row.take<std::int64_t>(), row.take<std::int64_t>(), row.take<std::int64_t>()};
  });
  EXPECT_THAT(numbers, ElementsAre(-7, -70'000, 255));
}

}  // namespace
}  // namespace parley::testing
