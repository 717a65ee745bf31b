// What the SQLite store promises in addition to the contract: migrations, files that are not databases, one server for
// each file, and a full disk.
#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parley/core/announce.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/store/factory.hpp>

#include "contract/synchronous.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/writer.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SqliteTest : public ::testing::Test {
 protected:
  Result<std::unique_ptr<Database>> open() { return open_sqlite({.path = path_}); }
  void write_file(std::string_view content) { std::ofstream(path_, std::ios::binary) << content; }
  void run_script(const std::string& sql) { sqlite::Connection(path_, sqlite::OpenMode::read_write).run_script(sql); }
  static int rights_of(const std::filesystem::path& path) {
    return static_cast<int>(std::filesystem::status(path).permissions());
  }
  static void set_rights(const std::filesystem::path& path, int rights) {
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(rights));
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("parley.db");
};

TEST_F(SqliteTest, a_missing_folder_is_created) {
  path_ = folder_.file("some/where/parley.db");
  EXPECT_TRUE(open());
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(SqliteTest, a_new_database_and_its_folder_are_closed_to_other_users) {
  path_ = folder_.file("data/parley.db");
  const auto database = open();
  ASSERT_TRUE(database);
  EXPECT_EQ(rights_of(folder_.file("data")), 0700);
  for (const auto& entry : std::filesystem::directory_iterator(folder_.file("data"))) {
    EXPECT_EQ(rights_of(entry.path()), 0600) << entry.path();
  }
  EXPECT_TRUE(std::filesystem::exists(path_ + "-wal"));
}

TEST_F(SqliteTest, a_database_that_others_could_read_is_closed_to_them_when_it_is_opened) {
  path_ = folder_.file("data/parley.db");
  std::filesystem::create_directories(folder_.file("data"));
  write_file("");
  std::ofstream(path_ + "-shm", std::ios::binary) << "";
  for (const std::string& each : {path_, path_ + "-shm"}) set_rights(each, 0664);
  set_rights(folder_.file("data"), 0755);
  ASSERT_TRUE(migrate_sqlite(path_));
  EXPECT_EQ(rights_of(path_), 0600);
  EXPECT_EQ(rights_of(folder_.file("data")), 0700);
}

TEST_F(SqliteTest, a_folder_with_files_of_others_keeps_its_rights) {
  path_ = folder_.file("shared/parley.db");
  std::filesystem::create_directories(folder_.file("shared"));
  std::ofstream(folder_.file("shared/letter")) << "text";
  set_rights(folder_.file("shared"), 0755);
  ASSERT_TRUE(open());
  EXPECT_EQ(rights_of(folder_.file("shared")), 0755);
  EXPECT_EQ(rights_of(path_), 0600);
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
  constexpr std::size_t kPageBytes = 4'096 + 24;  // a page with its frame header in the write-ahead log
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
        return transaction.store<AccountStore>().add(
            {UserId::generate(), name, std::string(4'000, 'x'), {}, "hash", Time()});
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

// Simulates a full disk by a limit on the size of files: SQLite gets a write error.
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
      return transaction.store<AccountStore>().add({.id = UserId::generate(),
                                                    .username = name,
                                                    .display_name = std::string(100'000, 'x'),
                                                    .email = std::nullopt,
                                                    .password_hash = "hash",
                                                    .created_at = Time()});
    });
  };
  std::size_t heard = 0;
  database->set_commit_listener(listen_to_events([&](std::span<const Event> events) { heard += events.size(); }));
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
    return perform(*database, Access::read, [&](Transaction& transaction) {
      return transaction.store<AccountStore>().find_by_username(name).has_value();
    });
  };
  EXPECT_TRUE(exists("before"));
  EXPECT_FALSE(exists("during"));
  EXPECT_TRUE(exists("after"));
}

}  // namespace
}  // namespace parley::testing
