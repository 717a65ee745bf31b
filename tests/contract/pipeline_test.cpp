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

using postgres::Array;
using postgres::Connection;
using postgres::Fault;
using postgres::Parameters;
using postgres::PostgresError;
using postgres::Query;
using postgres::Statement;

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() {
    connection_.begin(Access::write);
    connection_.run_script("CREATE TABLE words (id bigint PRIMARY KEY, word text)");
    connection_.commit();
  }

  static Statement insert(std::int64_t id, const std::string& word) {
    return {"INSERT INTO words VALUES ($1, $2)", Parameters(id, word)};
  }
  static Statement select() {
    return {"SELECT word FROM words WHERE id > $1 ORDER BY id", Parameters(std::int64_t{0})};
  }
  static std::vector<std::string> words(Query query) { return std::move(query).all(read_value<std::string>); }
  std::vector<std::string> stored() {
    Connection other(url_);
    const postgres::Scope scope(other, Access::read);
    return words(std::move(other.query_together({select()}).front()));
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
  auto answers = connection_.query_together({insert(1, "one"), select(), insert(2, "two"), select()});
  ASSERT_EQ(answers.size(), 4u);
  EXPECT_EQ(std::move(answers[0]).run(), 1);
  EXPECT_THAT(words(std::move(answers[1])), ElementsAre("one"));
  EXPECT_EQ(std::move(answers[2]).run(), 1);
  EXPECT_THAT(words(std::move(answers[3])), ElementsAre("one", "two"));
  connection_.commit();
  EXPECT_THAT(stored(), ElementsAre("one", "two"));
}

TEST_F(PipelineTest, what_was_deferred_is_done_before_the_next_statement) {
  connection_.begin(Access::write);
  connection_.defer(insert(1, "one"));
  EXPECT_THAT(words(std::move(connection_.query_together({select()}).front())), ElementsAre("one"));
  connection_.roll_back();
  EXPECT_THAT(stored(), ElementsAre());
}

TEST_F(PipelineTest, a_commit_fails_with_what_was_deferred_and_the_connection_goes_on) {
  connection_.begin(Access::write);
  connection_.defer(insert(1, "one"));
  connection_.defer(insert(1, "one again"));
  connection_.defer(insert(2, "two"));
  EXPECT_EQ(fault_of([&] { connection_.commit(); }), Fault::conflict);
  EXPECT_EQ(fault_of([&] { connection_.commit(); }), Fault::refused) << "the server would call a rollback a success";
  connection_.roll_back();
  EXPECT_THAT(stored(), ElementsAre());

  connection_.begin(Access::write);
  connection_.defer(insert(1, "one"));
  connection_.commit();
  EXPECT_THAT(stored(), ElementsAre("one"));
}

TEST_F(PipelineTest, a_transaction_that_said_nothing_leaves_the_server_in_peace) {
  connection_.begin(Access::write);
  connection_.defer(insert(1, "one"));
  connection_.roll_back();
  EXPECT_THAT(stored(), ElementsAre());
}

// What the store's sends stand on: judged by a snapshot older than its locks, a message of somebody just removed would
// be accepted.
TEST_F(PipelineTest, a_statement_sees_what_was_committed_while_the_one_before_it_waited) {
  connection_.begin(Access::write);
  connection_.query_together({insert(1, "one")});
  connection_.commit();
  connection_.begin(Access::write);
  connection_.query("UPDATE words SET word = $1 WHERE id = 1", "held").run();
  auto waiting = std::async(std::launch::async, [&] {
    Connection other(url_);
    const postgres::Scope scope(other, Access::write);
    return words(std::move(
        other.query_together({{"UPDATE words SET word = $1 WHERE id = 1", Parameters("changed")}, select()}).back()));
  });
  const auto is_waiting = [&] {
    Connection observer(url_);
    const postgres::Scope scope(observer, Access::read);
    return observer.query("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)").one(read_value<bool>);
  };
  ASSERT_TRUE(eventually(is_waiting));
  connection_.query_together({insert(2, "two")});
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
