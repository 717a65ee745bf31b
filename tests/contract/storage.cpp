#include <stdexcept>

#include <parley/store/factory.hpp>

#include "contract/storage.hpp"
#include "support/postgres_server.hpp"
#include "support/temporary_folder.hpp"

namespace parley::testing {
namespace {

class SqliteStorage final : public Storage {
 public:
  explicit SqliteStorage(StorageOptions options)
      : options_{.path = folder_.file("parley.db"), .queue_limit = options.queue_limit} {
    open();
  }
  Database& database() override { return *database_; }
  void reopen() override {
    database_.reset();
    open();
  }

 private:
  void open() {
    auto opened = open_sqlite(options_);
    if (!opened) throw std::runtime_error(opened.error().detail);
    database_ = *std::move(opened);
  }

  TemporaryFolder folder_;
  SqliteOptions options_;
  std::unique_ptr<Database> database_;
};

class PostgresStorage final : public Storage {
 public:
  explicit PostgresStorage(StorageOptions options)
      : options_{.url = create_migrated_database(),
                 .readers = 2,
                 .writers = options.writers,
                 .queue_limit = options.queue_limit} {
    open();
  }
  ~PostgresStorage() override {
    database_.reset();
    PostgresServer::shared().drop_database(database_name(options_.url));
  }
  PostgresStorage(const PostgresStorage&) = delete;
  PostgresStorage& operator=(const PostgresStorage&) = delete;

  Database& database() override { return *database_; }
  void reopen() override {
    database_.reset();
    open();
  }

 private:
  void open() {
    auto opened = open_postgres(options_);
    if (!opened) throw std::runtime_error(opened.error().detail);
    database_ = *std::move(opened);
  }

  PostgresOptions options_;
  std::unique_ptr<Database> database_;
};

}  // namespace

std::string create_migrated_database() {
  PostgresServer& server = PostgresServer::shared();
  static const std::string original = [&] {
    auto url = server.create_database();
    if (auto migrated = migrate_postgres({.url = url}); !migrated) throw std::runtime_error(migrated.error().detail);
    return database_name(url);
  }();
  return server.create_database(original);
}

std::vector<StorageKind> storage_kinds() {
  return {{"sqlite", [](StorageOptions options) { return std::make_unique<SqliteStorage>(options); }},
          {"postgres", [](StorageOptions options) { return std::make_unique<PostgresStorage>(options); }}};
}

}  // namespace parley::testing
