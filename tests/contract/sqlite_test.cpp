// What SQLite's store promises beside the contract: migrations, files that are no databases, one server per file, a
// full disk, and plans that never walk through a table.
#include <csignal>
#include <fstream>
#include <mutex>
#include <set>
#include <sys/resource.h>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <parley/store/factory.hpp>

#include "contract/synchronous.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/writer.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SqliteTest : public ::testing::Test {
 protected:
  Result<std::unique_ptr<Database>> open() { return open_sqlite({.path = path_}); }
  void write_file(std::string_view content) { std::ofstream(path_, std::ios::binary) << content; }
  void run_script(const std::string& sql) { sqlite::Connection(path_, sqlite::OpenMode::read_write).run_script(sql); }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("parley.db");
};

TEST_F(SqliteTest, a_missing_folder_is_created) {
  path_ = folder_.file("some/where/parley.db");
  EXPECT_TRUE(open());
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(SqliteTest, a_file_that_is_no_database_is_refused_by_name_and_left_alone) {
  const std::string text(5'000, 'x');
  write_file(text);
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
  EXPECT_THAT(opened.error().detail, HasSubstr(path_ + " is not a SQLite database"));
  EXPECT_EQ(std::filesystem::file_size(path_), text.size());
  EXPECT_THAT(sqlite_migration_status(path_).error().detail, HasSubstr("not a SQLite database"));
  EXPECT_THAT(migrate_sqlite(path_).error().detail, HasSubstr("not a SQLite database"));
}

TEST_F(SqliteTest, a_place_that_cannot_be_written_is_refused_with_the_reason) {
  write_file("");
  path_ += "/below-a-file/parley.db";
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
  EXPECT_THAT(opened.error().detail, HasSubstr(path_));
}

TEST_F(SqliteTest, two_servers_do_not_serve_one_file) {
  auto first = open();
  ASSERT_TRUE(first);
  const auto second = open();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  EXPECT_THAT(second.error().detail, HasSubstr("another process serves it already"));
  first->reset();
  EXPECT_TRUE(open());
}

TEST_F(SqliteTest, commits_survive_power_loss_and_readers_do_not_block) {
  const auto database = open().value();
  sqlite::Connection connection(path_, sqlite::OpenMode::read_only);
  EXPECT_EQ(connection.query("PRAGMA journal_mode").one(read_value<std::string>), "wal");
}

TEST_F(SqliteTest, status_tells_what_is_applied_without_making_a_file) {
  const auto before = sqlite_migration_status(path_).value();
  ASSERT_FALSE(before.empty());
  EXPECT_EQ(before.front().name, "0001_initial");
  EXPECT_FALSE(before.front().applied);
  EXPECT_FALSE(std::filesystem::exists(path_));

  const auto applied = migrate_sqlite(path_).value();
  EXPECT_EQ(applied.size(), before.size());
  for (const auto& migration : sqlite_migration_status(path_).value()) EXPECT_TRUE(migration.applied);
  EXPECT_THAT(migrate_sqlite(path_).value(), IsEmpty());
  EXPECT_TRUE(open());
}

TEST_F(SqliteTest, a_newer_schema_is_served_until_it_has_left_the_program_behind) {
  ASSERT_TRUE(migrate_sqlite(path_));
  run_script("INSERT INTO schema_migrations VALUES (9999, '9999_future', x'00', 0)");
  EXPECT_TRUE(open());
  EXPECT_THAT(migrate_sqlite(path_).value(), IsEmpty());
  EXPECT_TRUE(sqlite_migration_status(path_));

  run_script("INSERT INTO settings VALUES ('schema_floor', CAST('9999' AS BLOB))");
  EXPECT_EQ(open().error().code, ErrorCode::conflict);
  EXPECT_THAT(open().error().detail, HasSubstr("9999"));
  EXPECT_EQ(migrate_sqlite(path_).error().code, ErrorCode::conflict);
  EXPECT_EQ(sqlite_migration_status(path_).error().code, ErrorCode::conflict);
}

TEST_F(SqliteTest, an_edited_migration_is_refused) {
  ASSERT_TRUE(migrate_sqlite(path_));
  run_script("UPDATE schema_migrations SET checksum = x'00'");
  EXPECT_EQ(open().error().code, ErrorCode::conflict);
  EXPECT_THAT(open().error().detail, HasSubstr("0001_initial"));
}

TEST_F(SqliteTest, a_migration_that_fails_leaves_nothing_of_itself) {
  sqlite::Connection connection(path_, sqlite::OpenMode::read_write);
  const std::vector<Migration> broken{{1, "0001_good", "CREATE TABLE good (x INTEGER) STRICT;", "1"},
                                      {2, "0002_bad", "CREATE TABLE half (x INTEGER) STRICT; CREATE NONSENSE;", "2"}};
  EXPECT_THROW(static_cast<void>(sqlite::migrate(connection, broken)), sqlite::SqliteError);
  EXPECT_FALSE(connection.in_transaction());
  const auto tables = connection.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                          .all(read_value<std::string>);
  EXPECT_THAT(tables, ElementsAre("good", "schema_migrations"));
  EXPECT_EQ(sqlite::applied_schema(connection).migrations.size(), 1u);
}

TEST_F(SqliteTest, many_who_migrate_at_once_apply_each_migration_once) {
  constexpr int kThreads = 6;
  for (int round = 0; round < 5; ++round) {
    path_ = folder_.file("round" + std::to_string(round) + ".db");
    std::vector<Result<std::vector<std::string>>> results(kThreads);
    {
      std::vector<std::jthread> threads;
      for (auto& result : results) threads.emplace_back([this, &result] { result = migrate_sqlite(path_); });
    }
    std::size_t applied = 0;
    for (const auto& result : results) {
      ASSERT_TRUE(result) << result.error().detail;
      applied += result->size();
    }
    EXPECT_EQ(applied, sqlite_migration_status(path_)->size());
  }
}

TEST_F(SqliteTest, the_log_stays_bounded_while_writing_goes_on) {
  constexpr int kWrites = 500;
  constexpr sqlite::LogLimits kLimits{.copied_pages = 20, .longest_pages = 100};
  constexpr std::size_t kPageBytes = 4'096 + 24;  // with its header in the log
  ASSERT_TRUE(migrate_sqlite(path_));
  const auto connect = [&] { return std::make_unique<sqlite::Connection>(path_, sqlite::OpenMode::read_write); };
  auto connection = connect();
  connection->run_script("PRAGMA journal_mode = WAL");
  std::size_t log_bytes = 0;
  {
    sqlite::Checkpointer checkpointer(connect(), kLimits);
    sqlite::Writer writer(std::move(connection), checkpointer, Epoch(), kWrites);
    for (int i = 0; i < kWrites; ++i) {
      const auto name = "user" + std::to_string(i);
      auto add = [name](Transaction& transaction) {
        return transaction.users().add({UserId::generate(), name, std::string(4'000, 'x'), {}, "hash", Time()});
      };
      std::promise<Result<User>> promise;
      auto added = promise.get_future();
      std::unique_ptr<UnitOfWork> unit = std::make_unique<SynchronousUnit<decltype(add)>>(add, std::move(promise));
      ASSERT_TRUE(writer.add(unit));
      ASSERT_TRUE(added.get());
    }
    log_bytes = std::filesystem::file_size(path_ + "-wal");
  }
  EXPECT_GE(log_bytes, 20 * kPageBytes);
  EXPECT_LE(log_bytes, 150 * kPageBytes) << "of some " << kWrites * 4 << " pages written";
}

// A limit on the size of files stands in for a full disk: SQLite is told that it cannot write.
class FullDisk {
 public:
  explicit FullDisk(std::size_t bytes) : previous_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, previous_);
  }

 private:
  rlimit before_{};
  void (*previous_)(int) = nullptr;
};

TEST_F(SqliteTest, a_full_disk_fails_writes_harms_nothing_and_heals_by_itself) {
  const auto database = open().value();
  const auto add_user = [&](const std::string& name) {
    return attempt(*database, Access::write, [&](Transaction& transaction) {
      return transaction.users().add({.id = UserId::generate(),
                                      .username = name,
                                      .display_name = std::string(100'000, 'x'),
                                      .email = std::nullopt,
                                      .password_hash = "hash",
                                      .created_at = Time()});
    });
  };
  std::size_t heard = 0;
  database->set_commit_listener([&](std::span<const Event> events) { heard += events.size(); });
  ASSERT_TRUE(add_user("before"));
  {
    FullDisk full(1);
    const auto refused = add_user("during");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_TRUE(refused.error().retry_after);
    EXPECT_FALSE(database->status().reachable);
    EXPECT_EQ(heard, 0u);
  }
  EXPECT_TRUE(add_user("after"));
  EXPECT_TRUE(database->status().reachable);
  const auto exists = [&](const char* name) {
    return perform(*database, Access::read,
                   [&](Transaction& transaction) { return transaction.users().find_by_username(name).has_value(); });
  };
  EXPECT_TRUE(exists("before"));
  EXPECT_FALSE(exists("during"));
  EXPECT_TRUE(exists("after"));
}

// Every statement that SQLite is asked to run, while one lives.
class StatementLog {
 public:
  StatementLog() {
    current = this;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&trace_connection));
  }
  ~StatementLog() {
    sqlite3_reset_auto_extension();
    current = nullptr;
  }
  StatementLog(const StatementLog&) = delete;
  StatementLog& operator=(const StatementLog&) = delete;

  // In the order in which they were run.
  std::vector<std::string> take() {
    std::scoped_lock lock(mutex_);
    return std::exchange(statements_, {});
  }

 private:
  static int trace_connection(sqlite3* handle, char**, const void*) {
    return sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, &note, nullptr);
  }
  static int note(unsigned, void*, void* statement, void*) {
    std::scoped_lock lock(current->mutex_);
    current->statements_.emplace_back(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
    return 0;
  }

  static inline StatementLog* current = nullptr;
  std::mutex mutex_;
  std::vector<std::string> statements_;
};

class QueryPlanTest : public SqliteTest {
 protected:
  // The plans of what `work` asks, one line a step.
  template <class Work>
  std::string plans(Access access, Work work) {
    log_.take();
    perform(*database_, access, work);
    std::string text;
    sqlite::Connection connection(path_, sqlite::OpenMode::read_only);
    const auto run = log_.take();
    for (const std::string& statement : std::set(run.begin(), run.end())) {
      if (statement.starts_with("BEGIN") || statement == "ROLLBACK" || statement == "COMMIT") continue;
      text += explain(statement) + "\n";
    }
    EXPECT_THAT(text, Not(IsEmpty()));
    return text;
  }

  // How many statements `work` takes.
  template <class Work>
  std::size_t count(Work work) {
    log_.take();
    perform(*database_, Access::read, work);
    return log_.take().size();
  }

  // So many conversations of the user, the first of them group_, of sixty messages with all that messages can have.
  void fill(int conversations) {
    perform(*database_, Access::write, [&](Transaction& transaction) {
      transaction.users().add({user_, "ada", "Ada", {}, "hash", Time()}).value();
      for (int i = 0; i < conversations; ++i) {
        const ConversationId id = i == 0 ? group_ : ConversationId::generate();
        transaction.conversations().add({id, ConversationKind::group, "", "", false, user_, Time()});
        transaction.members().add(id, user_, MemberRole::admin, Seq(0), Rev(1), Time());
        std::vector<NewMessage> batch = {{id, user_, "0", "first", std::nullopt}};
        for (int n = 1; n < (i == 0 ? 60 : 2); ++n) batch.push_back({id, user_, std::to_string(n), "@all", Seq(1)});
        for (const auto& sent : transaction.messages().append(batch, Time())) {
          transaction.messages().add_reaction(sent->message, user_, "👍", transaction.conversations().advance(id));
        }
      }
      return Result<void>();
    });
  }

  const UserId user_ = UserId::generate();
  const ConversationId group_ = ConversationId::generate();
  StatementLog log_;
  std::unique_ptr<Database> database_ = open().value();

 private:
  std::string explain(const std::string& statement) {
    sqlite3* handle = nullptr;
    sqlite3_open_v2(path_.c_str(), &handle, SQLITE_OPEN_READONLY, nullptr);
    std::string text = statement + "\n";
    const auto append = [](void* out, int, char** columns, char**) {
      static_cast<std::string*>(out)->append("  -> ").append(columns[3]).append("\n");
      return 0;
    };
    char* problem = nullptr;
    sqlite3_exec(handle, ("EXPLAIN QUERY PLAN " + statement).c_str(), append, &text, &problem);
    if (problem) text.append("  problem: ").append(problem);
    sqlite3_free(problem);
    sqlite3_close(handle);
    return text;
  }
};

constexpr auto kScan = "-> SCAN ";
constexpr auto kSort = "USE TEMP B-TREE";

// What a plan walks through from end to end.
std::vector<std::string> scanned(const std::string& plan) {
  std::vector<std::string> tables;
  const std::string_view scan = kScan;
  for (auto at = plan.find(scan); at != std::string::npos; at = plan.find(scan, at + 1)) {
    const auto begin = at + scan.size();
    tables.push_back(plan.substr(begin, plan.find_first_of(" \n", begin) - begin));
  }
  std::erase(tables, "CONSTANT");  // where a recursion begins
  return tables;
}

TEST_F(QueryPlanTest, a_search_takes_what_the_index_gives_from_the_newest_on) {
  perform(*database_, Access::write, [&](Transaction& transaction) {
    EXPECT_TRUE(transaction.users().add({user_, "reader", "Reader", {}, "hash", Time()}));
    transaction.conversations().add({group_, ConversationKind::group, "Room", "", false, user_, Time()});
    transaction.members().add(group_, user_, MemberRole::member, Seq(0), Rev(1), Time());
  });
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    transaction.search().find({user_, {{"word"}}, {.sender = user_}, std::nullopt}, 50);
    transaction.search().progress(group_);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH own USING INDEX members_of_user (user_id=?)"));
  EXPECT_THAT(plan, HasSubstr("SCAN i VIRTUAL TABLE INDEX"));
  EXPECT_THAT(plan, HasSubstr("SEARCH d USING INTEGER PRIMARY KEY (rowid=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(QueryPlanTest, history_is_a_range_of_the_primary_key) {
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    transaction.messages().before(group_, Seq(100), Seq(1), 50);
    transaction.messages().after(group_, Seq(100), Seq(1), 50);
    transaction.messages().find(group_, Seq(1), Seq(1));
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq>? AND seq<?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq>?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kScan)));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(QueryPlanTest, changes_are_two_ranges_without_a_sort) {
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    Conversation now;
    now.id = group_;
    now.last_seq = Seq(9);
    now.rev = Rev(20);
    transaction.messages().changed_since(now, Rev(3), Seq(1), 50);
    transaction.members().changed_since(group_, Rev(3), 50);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq>?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX messages_changed (conversation_id=? AND rev>?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX members_by_rev (conversation_id=? AND rev>?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kScan)));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(QueryPlanTest, positions_are_an_index_range_without_a_sort) {
  const auto plan =
      plans(Access::read, [&](Transaction& transaction) { transaction.conversations().positions(user_); });
  EXPECT_THAT(plan, HasSubstr("SEARCH own USING INDEX members_of_user (user_id=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH c USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kScan)));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(QueryPlanTest, the_list_searches_the_users_memberships_and_walks_through_nothing_else) {
  const auto plan =
      plans(Access::read, [&](Transaction& transaction) { transaction.conversations().list(user_, std::nullopt, 50); });
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX members_of_user (user_id=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH c USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(
      plan,
      HasSubstr("SEARCH mentions USING COVERING INDEX mentions_of_user (user_id=? AND conversation_id=? AND seq>?)"));
  EXPECT_THAT(scanned(plan), ElementsAre("own", "newest", "newest"));  // the page, and what was found of mentions
}

TEST_F(QueryPlanTest, what_messages_have_beside_their_text_is_searched_by_key) {
  fill(1);
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    EXPECT_TRUE(transaction.messages().before(group_, Seq(9), Seq(1), 1).at(0).quote);
    transaction.messages().pinned(group_, Seq(1), 50);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH r USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH q USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX messages_pinned (conversation_id=? AND pinned_at>?)"));
  EXPECT_THAT(scanned(plan), Each("wanted"));  // the messages asked for
}

TEST_F(QueryPlanTest, many_conversations_and_messages_take_as_many_statements_as_one) {
  fill(500);
  const auto list = [&](std::size_t limit) {
    return count([&](Transaction& transaction) {
      const auto summaries = transaction.conversations().list(user_, std::nullopt, limit);
      EXPECT_EQ(summaries.size(), limit);
      EXPECT_EQ(summaries.back().last_message->reactions.size(), 1U);
    });
  };
  EXPECT_EQ(list(1), list(500));
  const auto page = [&](std::size_t limit) {
    return count([&](Transaction& transaction) {
      EXPECT_EQ(transaction.messages().before(group_, Seq(60), Seq(1), limit).size(), limit);
    });
  };
  EXPECT_EQ(page(1), page(50));
}

TEST_F(QueryPlanTest, a_summary_and_its_members_are_searched_by_key_without_a_sort) {
  const auto plan = plans(Access::read, [&](Transaction& transaction) {
    transaction.conversations().summaries(user_, std::span(&group_, 1));
    transaction.members().list(group_, std::nullopt, 8);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH own USING PRIMARY KEY (conversation_id=? AND user_id=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH c USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH l USING PRIMARY KEY (conversation_id=? AND seq=?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING PRIMARY KEY (conversation_id=? AND user_id>?)"));
  EXPECT_THAT(plan, HasSubstr("SEARCH u USING PRIMARY KEY (id=?)"));
  EXPECT_THAT(scanned(plan), ElementsAre("newest", "newest"));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

TEST_F(QueryPlanTest, sending_searches_by_key_only) {
  const NewMessage message{group_, user_, "1", "hello", std::nullopt};
  const auto plan = plans(Access::write, [&](Transaction& transaction) {
    transaction.users().add({user_, "ada", "Ada", {}, "hash", Time()}).value();
    transaction.conversations().add({group_, ConversationKind::group, "", "", false, user_, Time()});
    transaction.members().add(group_, user_, MemberRole::member, Seq(0), Rev(1), Time());
    EXPECT_TRUE(transaction.messages().append({&message, 1}, Time()).front());
    EXPECT_TRUE(transaction.messages().append({&message, 1}, Time()).front()->duplicate);
  });
  EXPECT_THAT(plan, HasSubstr("SEARCH m USING INDEX messages_by_client_id "
                              "(client_id=? AND conversation_id=? AND sender_id=?)"));
  EXPECT_THAT(plan, Not(HasSubstr(kScan)));
  EXPECT_THAT(plan, Not(HasSubstr(kSort)));
}

}  // namespace
}  // namespace parley::testing
