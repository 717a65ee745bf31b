#include <algorithm>
#include <cassert>

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/dialect.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/functions.hpp"

namespace parley::sqlite {
namespace {

constexpr int kBusyTimeoutMilliseconds = 5'000;

[[noreturn]] void fail_with(sqlite3* connection, int code) {
  throw SqliteError(code & 0xff, fmt::format("SQLite: {} ({})", sqlite3_errmsg(connection), sqlite3_errstr(code)));
}

void check(sqlite3* connection, int code) {
  if (code != SQLITE_OK) fail_with(connection, code);
}

// Stops SQLite from counting the memory that it uses. It would count under one lock for all connections, for which the
// writer and the readers would wait, and nothing reads the count. SQLite accepts this call only before it is
// initialised.
void count_no_memory() { [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

// Binds an argument. SQLite does not copy it (SQLITE_STATIC), since it outlives the call that runs the statement.
class Bind {
 public:
  Bind(sqlite3_stmt* statement, int index) : statement_(statement), index_(index) {}

  int operator()(std::monostate) const { return sqlite3_bind_null(statement_, index_); }
  int operator()(bool value) const { return sqlite3_bind_int64(statement_, index_, value ? 1 : 0); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement_, index_, value); }
  int operator()(std::string_view text) const {
    return sqlite3_bind_text64(statement_, index_, start_of(text), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  int operator()(Blob blob) const {
    return sqlite3_bind_blob64(statement_, index_, start_of(blob.bytes), blob.bytes.size(), SQLITE_STATIC);
  }
  int operator()(const Uuid& uuid) const {
    return sqlite3_bind_blob64(statement_, index_, uuid.bytes().data(), uuid.bytes().size(), SQLITE_STATIC);
  }
  int operator()(const BinaryArray& array) const { return (*this)(Blob{array.elements()}); }

 private:
  // An empty view may have no address, and SQLite takes that for NULL.
  static const char* start_of(std::string_view bytes) { return bytes.empty() ? "" : bytes.data(); }

  sqlite3_stmt* statement_;
  int index_;
};

// One execution of a prepared statement. It resets the statement at its end, so that the statement can be run again.
class Execution {
 public:
  Execution(sqlite3* connection, sqlite3_stmt* statement, std::span<const Value> values)
      : connection_(connection), statement_(statement) {
    // Every argument is bound again, since the memory that an earlier execution bound may be gone.
    assert(sqlite3_bind_parameter_count(statement) == static_cast<int>(values.size()));
    for (int index = 1; const Value& value : values) {
      check(connection, std::visit(Bind(statement, index++), value));
    }
  }
  ~Execution() { sqlite3_reset(statement_); }
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  bool step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail_with(connection_, code);
  }

 private:
  sqlite3* connection_;
  sqlite3_stmt* statement_;
};

}  // namespace

bool StatementRow::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

void StatementRow::read(int column, std::int64_t& value) const { value = sqlite3_column_int64(statement_, column); }

void StatementRow::read(int column, bool& value) const { value = sqlite3_column_int64(statement_, column) != 0; }

void StatementRow::read(int column, std::string& value) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  value.assign(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

void StatementRow::read(int column, Uuid& value) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  Uuid::Bytes id{};
  if (sqlite3_column_bytes(statement_, column) != static_cast<int>(id.size())) {
    throw StoreFailure("the database holds an id that is not 16 bytes long");
  }
  std::copy_n(bytes, id.size(), id.begin());
  value = Uuid(id);
}

Connection::Connection(const std::string& path, OpenMode mode) {
  count_no_memory();
  const int access = mode == OpenMode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail_with(handle, code);
  check(handle, sqlite3_extended_result_codes(handle, 1));
  check(handle, sqlite3_busy_timeout(handle, kBusyTimeoutMilliseconds));
  check(handle, sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr));
  check(handle, sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr));
  // A text in double quotes is always the name of a column, so that a misspelt name is an error rather than a string.
  check(handle, sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr));
  check(handle, sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr));
  add_functions(handle);
}

Connection::~Connection() = default;

void Connection::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

void Connection::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

// Returns 0 if the visitor stops early; the number of changed rows is known only at the end of a statement.
std::int64_t Connection::run(Sql sql, std::span<const Value> values, RowVisitor visit) {
  sqlite3_stmt* const statement = prepared(sql);
  Execution execution(handle_.get(), statement, values);
  while (execution.step()) {
    StatementRow row(statement);
    if (visit && !visit(row)) return 0;
  }
  return sqlite3_changes64(handle_.get());
}

void Connection::run_later(Sql sql, std::span<const Value> values, ReadRow read) {
  auto visit = [&](Row& row) {
    if (read) read(row);
    return true;
  };
  run(sql, values, RowVisitor(visit));
}

sqlite3_stmt* Connection::prepared(Sql sql) {
  auto& kept = statements_[sql.text()];
  if (!kept) {
    const std::string text = for_sqlite(sql.text());
    sqlite3_stmt* statement = nullptr;
    check(handle_.get(), sqlite3_prepare_v3(handle_.get(), text.c_str(), static_cast<int>(text.size()) + 1,
                                            SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    kept.reset(statement);
  }
  assert(!sqlite3_stmt_busy(kept.get()));
  return kept.get();
}

void Connection::run_script(const std::string& sql) {
  check(handle_.get(), sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

void Connection::watch_log(std::function<void(int pages)> listener) {
  log_listener_ = std::move(listener);
  const auto tell = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<Connection*>(self)->log_listener_(pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(handle_.get(), tell, this);
}

void Connection::copy_log() {
  const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if ((code & 0xff) == SQLITE_BUSY) return;  // another connection is copying the log
  check(handle_.get(), code);
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

}  // namespace parley::sqlite
