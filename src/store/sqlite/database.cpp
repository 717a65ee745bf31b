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
    unit->finish(std::unexpected(busy_error()));
  }

  void set_commit_listener(CommitListener listener) override { writer_.set_commit_listener(std::move(listener)); }

  DatabaseStatus status() const override {
    return {.reachable = writer_.works(),
            .failures = writer_.failures(),
            .queued_reads = readers_.queued(),
            .queued_writes = writer_.queued()};
  }

 private:
  std::unique_ptr<ServerLock> lock_;  // released last; null if a server may use the file meanwhile
  Checkpointer checkpointer_;
  Writer writer_;
  Readers readers_;
};

// Opens the connection that writes. With synchronous = FULL, each commit waits until the log is on the disk (SQLite's
// documentation, PRAGMA synchronous). A negative cache_size is in KiB: the writer keeps 64 MiB of pages.
std::unique_ptr<Connection> open_writer(const SqliteOptions& options) {
  auto connection = std::make_unique<Connection>(options.path, OpenMode::read_write);
  connection->run_script(options.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  connection->run_script("PRAGMA cache_size = -65536");
  return connection;
}

std::unique_ptr<Connection> open_reader(const SqliteOptions& options) {
  auto connection = std::make_unique<Connection>(options.path, OpenMode::read_write);
  // 1 MB is enough for the upper levels of every tree. The kernel caches the whole file for all readers together, so a
  // page that is missing here costs only a copy.
  connection->run_script("PRAGMA cache_size = -1024");
  // A unit that was submitted as a read and writes is a mistake. With this setting it fails.
  connection->run_script("PRAGMA query_only = ON");
  return connection;
}

// Returns the database's own random id, which is chosen when the database is first opened.
Epoch read_epoch(Connection& connection) {
  connection
      .query("INSERT INTO settings (key, value) VALUES ('epoch', ?1) ON CONFLICT (key) DO NOTHING", Epoch::generate())
      .run();
  return connection.query("SELECT value FROM settings WHERE key = 'epoch'").one(read_value<Epoch>);
}

// The order matters: the lock keeps a second server away before anything is written, and the readers open the file
// after its schema is up to date.
Result<std::unique_ptr<Database>> open(const SqliteOptions& options) {
  const auto known = TRY(read_migrations(embedded::sqlite_migrations()));
  prepare_place(options.path);
  auto lock = options.alone ? std::make_unique<ServerLock>(options.path) : nullptr;
  Connections connections;
  connections.writer = open_writer(options);
  TRY(migrate(*connections.writer, known));
  // With a write-ahead log, readers and the writer do not wait for each other.
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
