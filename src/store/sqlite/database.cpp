#include <parley/store/factory.hpp>

#include "store/sqlite/guard.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/readers.hpp"
#include "store/sqlite/writer.hpp"

namespace parley {
namespace sqlite {
namespace {

struct Connections {
  std::unique_ptr<Connection> writer;
  std::unique_ptr<Connection> checkpointer;
  std::vector<std::unique_ptr<Connection>> readers;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::unique_ptr<ServerLock> lock, Connections connections, Epoch epoch, std::size_t queue_limit)
      : lock_(std::move(lock)),
        checkpointer_(std::move(connections.checkpointer), LogLimits{}),
        writer_(std::move(connections.writer), checkpointer_, epoch, queue_limit),
        readers_(std::move(connections.readers), epoch, queue_limit) {}

  void submit(Access access, std::unique_ptr<UnitOfWork> unit) override {
    const bool is_taken = access == Access::read ? readers_.add(unit) : writer_.add(unit);
    if (is_taken) return;
    unit->finish(Error{
        .code = ErrorCode::overloaded, .detail = "The server is busy. Try again shortly.", .retry_after = kBusyRetry});
  }

  void set_commit_listener(CommitListener listener) override { writer_.set_commit_listener(std::move(listener)); }

  DatabaseStatus status() const override {
    return {.reachable = writer_.works(),
            .failures = writer_.failures(),
            .queued_reads = readers_.queued(),
            .queued_writes = writer_.queued()};
  }

 private:
  static constexpr milliseconds kBusyRetry{500};

  std::unique_ptr<ServerLock> lock_;  // released last
  Checkpointer checkpointer_;
  Writer writer_;
  Readers readers_;
};

std::unique_ptr<Connection> open_writer(const SqliteOptions& options) {
  auto connection = std::make_unique<Connection>(options.path, OpenMode::read_write);
  connection->run_script(options.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  connection->run_script("PRAGMA cache_size = -65536");
  return connection;
}

std::unique_ptr<Connection> open_reader(const SqliteOptions& options) {
  auto connection = std::make_unique<Connection>(options.path, OpenMode::read_write);
  // 1 MB, enough for the upper levels of every tree. The kernel caches the file as well, once for all: what is not here
  // costs a copy, and what is here is here once for each reader.
  connection->run_script("PRAGMA cache_size = -1024");
  // A unit of work that was submitted as a read and writes is a mistake, and fails.
  connection->run_script("PRAGMA query_only = ON");
  return connection;
}

// The database's own random id; chosen when it is first opened.
Epoch read_epoch(Connection& connection) {
  connection
      .query("INSERT INTO settings (key, value) VALUES ('epoch', ?1) ON CONFLICT (key) DO NOTHING", Epoch::generate())
      .run();
  return connection.query("SELECT value FROM settings WHERE key = 'epoch'").one(read_value<Epoch>);
}

Result<std::unique_ptr<Database>> open(const SqliteOptions& options) {
  const auto known = read_migrations(embedded::sqlite_migrations());
  if (!known) return std::unexpected(known.error());
  create_folder_of(options.path);
  auto lock = std::make_unique<ServerLock>(options.path);
  Connections connections;
  connections.writer = open_writer(options);
  if (const auto migrated = migrate(*connections.writer, *known); !migrated) {
    return std::unexpected(migrated.error());
  }
  // With a write-ahead log readers and the writer do not wait for each other.
  connections.writer->run_script("PRAGMA journal_mode = WAL");
  const Epoch epoch = read_epoch(*connections.writer);
  connections.checkpointer = std::make_unique<Connection>(options.path, OpenMode::read_write);
  for (std::size_t i = 0; i < options.readers; ++i) connections.readers.push_back(open_reader(options));
  return std::make_unique<SqliteDatabase>(std::move(lock), std::move(connections), epoch, options.queue_limit);
}

}  // namespace
}  // namespace sqlite

Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options) {
  return sqlite::guarded(options.path, [&] { return sqlite::open(options); });
}

}  // namespace parley
