// What the PostgreSQL store promises while its server is away: no call waits for long, nothing is acknowledged that was
// not stored, and the store finds the server again.
#include <future>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/core/announce.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/messages.hpp>

#include "contract/postgres_database.hpp"
#include "support/commit_cutter.hpp"
#include "support/postgres_server.hpp"
#include "support/tcp_proxy.hpp"

namespace parley::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// The longest time that a sender waits, whatever happens to the server.
constexpr seconds kSendLimit{5};

// Each test has a PostgreSQL server of its own, because it stops or breaks it.
class PostgresAwayTest : public ::testing::Test {
 protected:
  PostgresAwayTest() {
    const auto url = server_.create_database();
    EXPECT_TRUE(migrate_postgres({.url = url}));
    name_ = database_name(url);
  }

  std::unique_ptr<Database> open_through(const TcpProxy& proxy, std::size_t writers = 4) {
    return open(fmt::format("postgresql://parley@127.0.0.1:{}/{}", proxy.port(), name_), writers);
  }
  static bool is_reachable(const Database& database) { return database.status().reachable; }

  PostgresServer server_;
  std::string name_;
};

TEST_F(PostgresAwayTest, a_stopped_server_fails_units_at_once_and_is_found_again_without_one) {
  const auto database = open(server_.url(name_));
  ASSERT_TRUE(attempt(*database, Access::write, add_ada));
  server_.stop_immediately();

  const auto error = attempt(*database, Access::write, add_ada).error();
  EXPECT_EQ(error.code, ErrorCode::unavailable);
  EXPECT_TRUE(error.retry_after);
  EXPECT_FALSE(is_reachable(*database));
  EXPECT_EQ(database->status().failures, 1u);

  const Instant begin = Instant::clock::now();
  constexpr int kUnits = 20'000;  // twice the capacity of a queue
  for (int i = 0; i < kUnits; ++i) {
    const auto access = i % 2 == 0 ? Access::read : Access::write;
    ASSERT_EQ(attempt(*database, access, add_ada).error().code, ErrorCode::unavailable);
  }
  EXPECT_LT(Instant::clock::now() - begin, kSendLimit);
  EXPECT_EQ(database->status().queued_reads + database->status().queued_writes, 0u);
  EXPECT_EQ(database->status().failures, 1u) << "one failure, however many notice";

  server_.start();
  EXPECT_TRUE(eventually([&] { return is_reachable(*database); }));
  EXPECT_TRUE(has_ada(*database));
  EXPECT_EQ(attempt(*database, Access::write, add_ada).error().code, ErrorCode::username_taken);
}

TEST_F(PostgresAwayTest, a_server_that_falls_silent_fails_everything_that_waits_and_is_found_again) {
  TcpProxy proxy(server_.port());
  const auto database = open_through(proxy);
  ASSERT_TRUE(attempt(*database, Access::write, add_ada));
  proxy.swallow();

  const Instant begin = Instant::clock::now();
  std::vector<std::future<Result<User>>> sent;
  for (int i = 0; i < 200; ++i) sent.push_back(start(*database, i % 2 == 0 ? Access::read : Access::write, add_ada));
  for (auto& future : sent) EXPECT_EQ(future.get().error().code, ErrorCode::unavailable);
  EXPECT_LT(Instant::clock::now() - begin, kSendLimit);
  EXPECT_FALSE(is_reachable(*database));
  EXPECT_EQ(attempt(*database, Access::write, add_ada).error().code, ErrorCode::unavailable);

  proxy.heal();
  EXPECT_TRUE(eventually([&] { return is_reachable(*database); }));
  EXPECT_TRUE(has_ada(*database));
}

TEST_F(PostgresAwayTest, a_commit_without_an_answer_is_unavailable_and_counted) {
  const auto cuts = std::make_shared<Chance>(1);
  TcpProxy proxy(server_.port(), [&] { return std::make_unique<CommitCutter>(cuts); });
  // One connection, which exists before the cuts begin: connecting commits too.
  const auto database = open_through(proxy, 1);
  const Room room(*database);
  int announced = 0;
  database->set_commit_listener(listen_to_events([&](std::span<const Event>) { ++announced; }));
  cuts->set(1.0);
  const auto send = [&](Transaction& transaction) -> Result<bool> {
    const NewMessage message = room.message("1");
    const auto sent = transaction.store<MessageStore>().append({&message, 1}, at(0)).front();
    announce(transaction, ConversationEvent{room.id, sent->message.rev, MessageCreated{sent->message}});
    return true;
  };
  EXPECT_EQ(attempt(*database, Access::write, send).error().code, ErrorCode::unavailable);
  EXPECT_EQ(database->status().failures, 1u);
  EXPECT_EQ(announced, 0);

  cuts->set(0.0);
  const auto again = attempt(*database, Access::write, append({room.message("1")}));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->front()->duplicate) << "it was stored, and the repeat finds it";
  EXPECT_THAT(room.messages(*database), SizeIs(1));
}

TEST_F(PostgresAwayTest, a_commit_that_arrives_long_after_it_was_given_up_changes_nothing) {
  TcpProxy proxy(server_.port());
  const auto database = open_through(proxy);
  const Room room(*database);
  const auto send = [&](Transaction& transaction) -> Result<bool> {
    const NewMessage message = room.message("1");
    transaction.store<MessageStore>().append({&message, 1}, at(0));
    proxy.stall();  // The proxy holds back what comes next, which is the commit.
    return true;
  };
  EXPECT_EQ(attempt(*database, Access::write, send).error().code, ErrorCode::unavailable);
  const auto direct = open(server_.url(name_));
  // The server itself ends the silent transaction and releases its lock. Until then others would wait.
  EXPECT_TRUE(eventually([&] {
    return attempt(*direct, Access::write,
                   [&](Transaction& transaction) -> Result<bool> {
                     transaction.store<ConversationStore>().advance(room.id);
                     return true;
                   })
        .has_value();
  }));
  proxy.heal();
  EXPECT_TRUE(eventually([&] { return is_reachable(*database); }));
  EXPECT_THAT(room.messages(*database), IsEmpty());
}

}  // namespace
}  // namespace parley::testing
