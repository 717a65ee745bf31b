// What PostgreSQL's store promises beside the contract: migrations by many nodes, several writers and several pools
// over one database, and a server that goes away in every manner.
#include <future>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/store/factory.hpp>

#include "contract/gate.hpp"
#include "contract/storage.hpp"
#include "contract/store_test.hpp"
#include "store/postgres/connection.hpp"
#include "support/commit_cutter.hpp"
#include "support/postgres_server.hpp"
#include "support/tcp_proxy.hpp"

namespace parley::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto kFirstMigration = "0001_initial";
// What a sender waits at most, whatever happens to the server.
constexpr seconds kSendLimit{5};

void run_script(const std::string& url, const std::string& sql) {
  postgres::Connection connection(url);
  postgres::Scope scope(connection, Access::write);
  connection.run_script(sql);
  scope.commit();
}

std::unique_ptr<Database> open(const std::string& url, std::size_t writers = 4) {
  auto opened = open_postgres({.url = url, .writers = writers});
  if (!opened) throw std::runtime_error(opened.error().detail);
  return *std::move(opened);
}

template <class Condition>
bool comes_true(Condition condition, milliseconds limit = std::chrono::seconds(5)) {
  const Instant deadline = Instant::clock::now() + limit;
  while (!condition()) {
    if (Instant::clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

Result<User> add_ada(Transaction& transaction) {
  return transaction.users().add({UserId::generate(), "ada", "Ada", {}, "hash", at(0)});
}

bool has_ada(Database& database) {
  return perform(database, Access::read,
                 [](Transaction& transaction) { return transaction.users().find_by_username("ada").has_value(); });
}

// People in a group, and who says what.
struct Room {
  std::vector<UserId> members;
  ConversationId id = ConversationId::generate();

  explicit Room(Database& database, std::size_t size = 4) {
    perform(database, Access::write, [&](Transaction& transaction) {
      for (std::size_t i = 0; i < size; ++i) {
        const auto name = "u" + UserId::generate().text();
        members.push_back(transaction.users().add({UserId::generate(), name, name, {}, "hash", at(0)})->id);
      }
      transaction.conversations().add({id, ConversationKind::group, "Room", "", false, members.front(), at(0)});
      for (const UserId member : members) {
        transaction.members().add(id, member, MemberRole::member, Seq(0), Rev(1), at(0));
      }
    });
  }
  NewMessage message(std::string client_id, std::string body = "text") const {
    return {id, members.front(), std::move(client_id), std::move(body), std::nullopt};
  }
  std::vector<Message> messages(Database& database) const {
    return perform(database, Access::read,
                   [&](Transaction& transaction) { return transaction.messages().after(id, Seq(0), Seq(1), 100'000); });
  }
};

auto append(std::vector<NewMessage> batch) {
  return [batch = std::move(batch)](Transaction& transaction) -> Result<std::vector<Result<SentMessage>>> {
    return transaction.messages().append(batch, at(1));
  };
}

class PostgresMigrationTest : public ::testing::Test {
 protected:
  const std::string url_ = PostgresServer::shared().create_database();
};

TEST_F(PostgresMigrationTest, nodes_that_migrate_at_once_do_it_once) {
  std::vector<std::future<Result<std::vector<std::string>>>> nodes;
  for (int node = 0; node < 4; ++node) {
    nodes.push_back(std::async(std::launch::async, [&] { return migrate_postgres({.url = url_}); }));
  }
  std::vector<std::string> applied;
  for (auto& node : nodes) {
    const auto done = node.get();
    ASSERT_TRUE(done) << done.error().detail;
    applied.insert(applied.end(), done->begin(), done->end());
  }
  const std::set names(applied.begin(), applied.end());
  EXPECT_THAT(names, SizeIs(applied.size()));
  EXPECT_EQ(*names.begin(), kFirstMigration);
  EXPECT_THAT(*migrate_postgres({.url = url_}), IsEmpty());
  EXPECT_TRUE(open_postgres({.url = url_}));
}

TEST_F(PostgresMigrationTest, a_schema_that_is_behind_is_refused_and_told_how_to_catch_up) {
  const auto opened = open_postgres({.url = url_});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::conflict);
  EXPECT_THAT(opened.error().detail, AllOf(HasSubstr(kFirstMigration), HasSubstr("parleyd migrate up")));
}

TEST_F(PostgresMigrationTest, an_edited_migration_is_refused) {
  ASSERT_TRUE(migrate_postgres({.url = url_}));
  run_script(url_, "UPDATE schema_migrations SET checksum = 'edited' WHERE version = 1");
  for (const auto& refused : {open_postgres({.url = url_}).error(), migrate_postgres({.url = url_}).error(),
                              postgres_migration_status({.url = url_}).error()}) {
    EXPECT_EQ(refused.code, ErrorCode::conflict);
    EXPECT_THAT(refused.detail, AllOf(HasSubstr(kFirstMigration), HasSubstr("never be edited")));
  }
}

TEST_F(PostgresMigrationTest, a_newer_schema_is_served_until_it_has_left_the_program_behind) {
  ASSERT_TRUE(migrate_postgres({.url = url_}));
  run_script(url_, "INSERT INTO schema_migrations VALUES (9999, '9999_later', 'x', 0)");
  EXPECT_TRUE(open_postgres({.url = url_}));
  run_script(url_, "INSERT INTO settings VALUES ('schema_floor', '9999')");
  EXPECT_THAT(open_postgres({.url = url_}).error().detail, HasSubstr("newer version"));
}

TEST_F(PostgresMigrationTest, the_status_lists_what_is_applied_and_changes_nothing) {
  const auto names_applied = [&](bool applied) {
    std::vector<std::string> names;
    for (const auto& migration : postgres_migration_status({.url = url_}).value()) {
      if (migration.applied == applied) names.push_back(migration.name);
    }
    return names;
  };
  EXPECT_THAT(names_applied(true), IsEmpty());
  const auto all = names_applied(false);
  EXPECT_EQ(all.front(), kFirstMigration);
  EXPECT_EQ(*migrate_postgres({.url = url_}), all);
  EXPECT_EQ(names_applied(true), all);
}

TEST(PostgresOpenTest, a_server_that_is_not_there_is_named_and_no_password_is) {
  const auto opened = open_postgres({.url = "postgresql://parley:hunter2@127.0.0.1:1/parley"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
  EXPECT_THAT(opened.error().detail, AllOf(HasSubstr("127.0.0.1"), Not(HasSubstr("hunter2"))));
}

TEST(PostgresOpenTest, a_url_that_is_none_is_refused_without_being_quoted) {
  const auto opened = open_postgres({.url = "postgresql://parley:hunter2@["});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::invalid_request);
  EXPECT_THAT(opened.error().detail, Not(HasSubstr("hunter2")));
}

TEST(PostgresOpenTest, a_server_that_may_lose_commits_is_said_so_loudly) {
  const std::string url = create_migrated_database();
  run_script(url, fmt::format("ALTER DATABASE {} SET synchronous_commit = off", database_name(url)));
  ::testing::internal::CaptureStderr();
  ASSERT_TRUE(open_postgres({.url = url}));
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("synchronous_commit"));
}

class PostgresTest : public ::testing::Test {
 protected:
  ~PostgresTest() override {
    database_.reset();
    PostgresServer::shared().drop_database(database_name(url_));
  }

  template <class Work>
  auto write(Work work) {
    return attempt(*database_, Access::write, std::move(work));
  }
  // As an operator does, or a server that is restarted.
  void end_sessions() {
    run_script(PostgresServer::shared().url(),
               fmt::format("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{}'",
                           database_name(url_)));
  }

  const std::string url_ = create_migrated_database();
  std::unique_ptr<Database> database_ = open(url_);
};

TEST_F(PostgresTest, whatever_text_comes_back_as_it_was) {
  const Room room(*database_);
  const std::vector<std::string> texts = {"",
                                          "NULL",
                                          "{}",
                                          "a,b",
                                          "\"quoted\"",
                                          "back\\slash\\",
                                          "'; --",
                                          "\t\n\r\x01",
                                          "\\x00 $1",
                                          "ünïcödé 😀 \u202e",
                                          "{\"a\\\"b\"}"};
  std::vector<NewMessage> batch;
  for (const auto& text : texts) batch.push_back(room.message("id " + text, text));
  ASSERT_TRUE(write(append(batch)));
  const auto stored = room.messages(*database_);
  ASSERT_EQ(stored.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(stored[i].body, texts[i]);
    EXPECT_EQ(stored[i].client_id, "id " + texts[i]);
  }
}

TEST_F(PostgresTest, idle_connections_that_died_are_replaced_without_an_error) {
  ASSERT_TRUE(write(add_ada));
  EXPECT_TRUE(has_ada(*database_));
  for (int round = 0; round < 3; ++round) {
    end_sessions();
    EXPECT_TRUE(has_ada(*database_));
    EXPECT_EQ(write(add_ada).error().code, ErrorCode::username_taken);
  }
  EXPECT_TRUE(database_->status().reachable);
  EXPECT_EQ(database_->status().failures, 0u);
}

TEST_F(PostgresTest, a_unit_cut_off_before_its_commit_is_run_again_and_stored_once) {
  ASSERT_TRUE(write([](Transaction&) -> Result<bool> { return true; }));
  const Room room(*database_);
  int runs = 0;
  std::vector<Event> announced;
  database_->set_commit_listener(
      [&](std::span<const Event> events) { announced.insert(announced.end(), events.begin(), events.end()); });
  // Each of the writers has to have a connection that was idle.
  std::vector<std::unique_ptr<Gate>> gates;
  for (int writer = 0; writer < 4; ++writer) gates.push_back(std::make_unique<Gate>(*database_, Access::write));
  gates.clear();
  const auto sent = write([&](Transaction& transaction) -> Result<bool> {
    const NewMessage message = room.message("1");
    const auto result = transaction.messages().append({&message, 1}, at(0)).front();
    transaction.announce(ConversationEvent{room.id, result->message.rev, MessageCreated{result->message}});
    if (++runs == 1) end_sessions();
    return transaction.messages().find(room.id, Seq(1)).has_value();
  });
  EXPECT_TRUE(sent);
  EXPECT_EQ(runs, 2);
  EXPECT_THAT(room.messages(*database_), SizeIs(1));
  EXPECT_THAT(announced, SizeIs(1)) << "what the first run announced never happened";
}

TEST_F(PostgresTest, a_restored_database_has_another_epoch_for_all_who_ask) {
  const auto epoch = [](Transaction& transaction) { return transaction.epoch(); };
  const Epoch before = perform(*database_, Access::read, epoch);
  run_script(url_, "DELETE FROM settings WHERE key = 'epoch'");
  end_sessions();
  const Epoch now = perform(*database_, Access::read, epoch);
  EXPECT_NE(now, before);
  EXPECT_FALSE(now.is_nil());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(perform(*database_, Access::write, epoch), now);
}

TEST_F(PostgresTest, batches_that_overlap_keep_seq_and_rev_without_gaps) {
  constexpr int kThreads = 6;
  constexpr int kBatches = 20;
  const auto other = open(url_);
  std::vector<Room> rooms;
  for (int i = 0; i < 5; ++i) rooms.emplace_back(*database_);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int number = 0; number < kBatches; ++number) {
          std::vector<NewMessage> batch;
          // In an order that differs by thread: whoever locked in it would meet another who has the next.
          for (int i = 0; i < 8; ++i) {
            const int room = thread % 2 == 0 ? i : 8 - i;
            batch.push_back(rooms[static_cast<std::size_t>(room) % rooms.size()].message(
                fmt::format("{}/{}/{}", thread, number, i)));
          }
          const auto sent = attempt(thread % 2 == 0 ? *database_ : *other, Access::write, append(batch));
          ASSERT_TRUE(sent) << sent.error().detail;
          for (const auto& result : *sent) EXPECT_TRUE(result);
        }
      });
    }
  }
  std::size_t stored = 0;
  for (const Room& room : rooms) {
    std::int64_t number = 0;
    for (const Message& message : room.messages(*database_)) {
      ++number;
      EXPECT_EQ(message.seq, Seq(number));
      EXPECT_EQ(message.rev, Rev(number + 1));
      ++stored;
    }
  }
  EXPECT_EQ(stored, std::size_t{kThreads} * kBatches * 8);
}

TEST_F(PostgresTest, a_direct_conversation_asked_for_at_once_on_two_nodes_is_one) {
  const auto other = open(url_);
  const Room room(*database_);
  std::vector<std::future<Result<std::pair<Conversation, bool>>>> asked;
  for (int i = 0; i < 100; ++i) {
    asked.push_back(start(i % 2 == 0 ? *database_ : *other, Access::write,
                          [&room, i](Transaction& transaction) -> Result<std::pair<Conversation, bool>> {
                            const auto one = room.members[static_cast<std::size_t>(i / 2 % 2)];
                            const auto two = room.members[static_cast<std::size_t>(1 - i / 2 % 2)];
                            return transaction.conversations().add_direct(
                                {ConversationId::generate(), ConversationKind::direct, "", "", true, one, at(0)}, one,
                                two);
                          }));
  }
  std::set<ConversationId> conversations;
  int made = 0;
  for (auto& future : asked) {
    const auto result = future.get();
    ASSERT_TRUE(result) << result.error().detail;
    conversations.insert(result->first.id);
    if (result->second) ++made;
  }
  EXPECT_THAT(conversations, SizeIs(1));
  EXPECT_EQ(made, 1);
}

TEST_F(PostgresTest, one_client_id_sent_at_once_on_two_nodes_is_one_message_and_equal_answers) {
  const auto other = open(url_);
  const Room room(*database_);
  std::vector<std::future<Result<std::vector<Result<SentMessage>>>>> sent;
  for (int i = 0; i < 100; ++i) {
    sent.push_back(start(i % 2 == 0 ? *database_ : *other, Access::write, append({room.message("the same")})));
  }
  int first = 0;
  for (auto& future : sent) {
    const auto batch = future.get();
    ASSERT_TRUE(batch) << batch.error().detail;
    ASSERT_TRUE(batch->front());
    EXPECT_EQ(batch->front()->message.seq, Seq(1));
    EXPECT_EQ(batch->front()->message.rev, Rev(2));
    if (!batch->front()->duplicate) ++first;
  }
  EXPECT_EQ(first, 1);
  EXPECT_THAT(room.messages(*database_), SizeIs(1));
}

TEST_F(PostgresTest, units_that_would_wait_for_each_other_for_ever_both_succeed) {
  const Room one(*database_);
  const Room two(*database_);
  std::latch both_hold_one(2);
  const auto advance_both = [&](ConversationId first, ConversationId second) {
    return [&, first, second, is_first_run = true](Transaction& transaction) mutable -> Result<bool> {
      transaction.conversations().advance(first);
      if (std::exchange(is_first_run, false)) both_hold_one.arrive_and_wait();
      transaction.conversations().advance(second);
      return true;
    };
  };
  auto here = start(*database_, Access::write, advance_both(one.id, two.id));
  auto there = start(*database_, Access::write, advance_both(two.id, one.id));
  EXPECT_TRUE(here.get());
  EXPECT_TRUE(there.get());
  for (const Room* room : {&one, &two}) {
    const auto now = perform(*database_, Access::read,
                             [&](Transaction& transaction) { return transaction.conversations().find(room->id); });
    EXPECT_EQ(now->rev, Rev(3)) << "neither ran twice";
  }
}

// A server of its own, to be harmed.
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
  constexpr int kUnits = 20'000;  // twice what a queue holds
  for (int i = 0; i < kUnits; ++i) {
    const auto access = i % 2 == 0 ? Access::read : Access::write;
    ASSERT_EQ(attempt(*database, access, add_ada).error().code, ErrorCode::unavailable);
  }
  EXPECT_LT(Instant::clock::now() - begin, kSendLimit);
  EXPECT_EQ(database->status().queued_reads + database->status().queued_writes, 0u);
  EXPECT_EQ(database->status().failures, 1u) << "one failure, however many notice";

  server_.start();
  EXPECT_TRUE(comes_true([&] { return is_reachable(*database); }));
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
  EXPECT_TRUE(comes_true([&] { return is_reachable(*database); }));
  EXPECT_TRUE(has_ada(*database));
}

TEST_F(PostgresAwayTest, a_commit_without_an_answer_is_unavailable_and_counted) {
  const auto cuts = std::make_shared<Chance>(1);
  TcpProxy proxy(server_.port(), [&] { return std::make_unique<CommitCutter>(cuts); });
  const auto database = open_through(proxy, 1);  // whose connection is there: connecting commits too
  const Room room(*database);
  int announced = 0;
  database->set_commit_listener([&](std::span<const Event>) { ++announced; });
  cuts->set(1.0);
  const auto send = [&](Transaction& transaction) -> Result<bool> {
    const NewMessage message = room.message("1");
    const auto sent = transaction.messages().append({&message, 1}, at(0)).front();
    transaction.announce(ConversationEvent{room.id, sent->message.rev, MessageCreated{sent->message}});
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
    transaction.messages().append({&message, 1}, at(0));
    proxy.stall();  // what comes now is kept back: the commit
    return true;
  };
  EXPECT_EQ(attempt(*database, Access::write, send).error().code, ErrorCode::unavailable);
  const auto direct = open(server_.url(name_));
  // The server ends the silent transaction by itself, and with it its lock; before that, others would wait.
  EXPECT_TRUE(comes_true([&] {
    return attempt(*direct, Access::write,
                   [&](Transaction& transaction) -> Result<bool> {
                     transaction.conversations().advance(room.id);
                     return true;
                   })
        .has_value();
  }));
  proxy.heal();
  EXPECT_TRUE(comes_true([&] { return is_reachable(*database); }));
  EXPECT_THAT(room.messages(*database), IsEmpty());
}

}  // namespace
}  // namespace parley::testing
