// What the PostgreSQL store promises in addition to the contract: migrations by many nodes, and several writers and
// pools over one database. postgres_outage_test.cpp covers a server that goes away.
#include <future>
#include <set>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/core/announce.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/messages.hpp>
#include <parley/store/factory.hpp>

#include "contract/gate.hpp"
#include "contract/postgres_database.hpp"
#include "support/postgres_server.hpp"

namespace parley::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto kFirstMigration = "0001_initial";

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

TEST_F(PostgresMigrationTest, an_older_schema_is_refused_with_the_command_that_migrates_it) {
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
  // Ends all sessions, as an operator or a restart of the server does.
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
    EXPECT_EQ(stored[i].content.body, texts[i]);
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
  database_->set_commit_listener(listen_to_events(
      [&](std::span<const Event> events) { announced.insert(announced.end(), events.begin(), events.end()); }));
  // The gates make sure that each writer has an idle connection.
  std::vector<std::unique_ptr<Gate>> gates;
  for (int writer = 0; writer < 4; ++writer) gates.push_back(std::make_unique<Gate>(*database_, Access::write));
  gates.clear();
  const auto sent = write([&](Transaction& transaction) -> Result<bool> {
    const NewMessage message = room.message("1");
    const auto result = transaction.store<MessageStore>().append({&message, 1}, at(0)).front();
    announce(transaction, ConversationEvent{room.id, result->message.rev, MessageCreated{result->message}});
    if (++runs == 1) end_sessions();
    return transaction.store<MessageStore>().find(room.id, Seq(1), Seq(1)).has_value();
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
          // Each thread uses another order. If the store took locks in that order, two threads would deadlock.
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
                            return transaction.store<ConversationStore>().add_direct(
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

TEST_F(PostgresTest, the_first_repeat_writes_its_batch_twice_and_the_next_ones_do_not) {
  const auto database = open(url_, 1);
  const Room room(*database);
  int runs = 0;
  const auto send = [&](std::vector<NewMessage> batch) {
    runs = 0;
    return perform(*database, Access::write, [&](Transaction& transaction) {
      ++runs;
      return transaction.store<MessageStore>().append(batch, at(1));
    });
  };
  const auto expect_repeat_between_neighbours = [&](const std::string& before, const std::string& after) {
    const auto results = send({room.message(before), room.message("1"), room.message(after)});
    EXPECT_FALSE(results[0]->duplicate);
    EXPECT_TRUE(results[1]->duplicate);
    EXPECT_EQ(results[1]->message.seq, Seq(1));
    EXPECT_FALSE(results[2]->duplicate);
    EXPECT_EQ(results[2]->message.seq, results[0]->message.seq.next());
  };
  EXPECT_FALSE(send({room.message("1")}).front()->duplicate);
  EXPECT_EQ(runs, 1);
  expect_repeat_between_neighbours("2", "3");
  EXPECT_EQ(runs, 2) << "nobody had expected one";
  expect_repeat_between_neighbours("4", "5");
  EXPECT_EQ(runs, 1);
  EXPECT_THAT(room.messages(*database), SizeIs(5));
}

TEST_F(PostgresTest, a_batch_in_which_repeats_were_not_looked_for_is_refused_as_one_in_which_they_were) {
  for (const bool is_repeat_expected : {false, true}) {
    const auto database = open(url_, 1);
    const Room room(*database);
    const auto send = [&](std::vector<NewMessage> batch) {
      return perform(*database, Access::write,
                     [&](Transaction& transaction) { return transaction.store<MessageStore>().append(batch, at(1)); });
    };
    ASSERT_TRUE(send({room.message("1"), room.message("2")}).front());
    if (is_repeat_expected) send({room.message("2")});
    NewMessage to_nothing = room.message("3");
    to_nothing.reply_to = Seq(99);
    NewMessage repeat_to_nothing = room.message("1");
    repeat_to_nothing.reply_to = Seq(99);
    const auto results = send({room.message("2"), room.message("1", "something else"), to_nothing, repeat_to_nothing,
                               room.message("4"), room.message("4"), room.message("4", "something else")});
    EXPECT_TRUE(results[0]->duplicate);
    EXPECT_EQ(results[1].error().code, ErrorCode::conflict);
    EXPECT_EQ(results[2].error().code, ErrorCode::invalid_request);
    EXPECT_EQ(results[3].error().code, ErrorCode::conflict);
    EXPECT_EQ(results[4]->message.seq, Seq(3));
    EXPECT_TRUE(results[5]->duplicate);
    EXPECT_EQ(results[6].error().code, ErrorCode::conflict);
    EXPECT_THAT(room.messages(*database), SizeIs(3));
  }
}

TEST_F(PostgresTest, a_unit_that_throws_leaves_a_connection_that_the_next_one_can_use) {
  const auto database = open_postgres({.url = url_, .readers = 1, .statement_timeout = seconds(1)}).value();
  const auto thrown = attempt(*database, Access::read, [](Transaction& transaction) -> Result<bool> {
    transaction.epoch();
    throw std::runtime_error("a fault");
  });
  EXPECT_EQ(thrown.error().code, ErrorCode::internal);
  // The connection is idle for longer than a unit may take.
  run_script(url_, "SELECT pg_sleep(2.5)");
  EXPECT_FALSE(has_ada(*database));
  EXPECT_TRUE(database->status().reachable);
  EXPECT_EQ(database->status().failures, 0U);
}

TEST_F(PostgresTest, units_that_would_wait_for_each_other_for_ever_both_succeed) {
  // A busy machine may take seconds to detect the deadlock.
  const auto database = open_postgres({.url = url_, .statement_timeout = seconds(30)}).value();
  const Room one(*database);
  const Room two(*database);
  std::latch both_hold_one(2);
  const auto advance_both = [&](ConversationId first, ConversationId second) {
    return [&, first, second, is_first_run = true](Transaction& transaction) mutable -> Result<bool> {
      transaction.store<ConversationStore>().advance(first);
      if (std::exchange(is_first_run, false)) both_hold_one.arrive_and_wait();
      transaction.store<ConversationStore>().advance(second);
      return true;
    };
  };
  auto here = start(*database, Access::write, advance_both(one.id, two.id));
  auto there = start(*database, Access::write, advance_both(two.id, one.id));
  EXPECT_TRUE(here.get());
  EXPECT_TRUE(there.get());
  for (const Room* room : {&one, &two}) {
    const auto now = perform(*database, Access::read, [&](Transaction& transaction) {
      return transaction.store<ConversationStore>().find(room->id);
    });
    EXPECT_EQ(now->rev, Rev(3)) << "neither ran twice";
  }
}

}  // namespace
}  // namespace parley::testing
