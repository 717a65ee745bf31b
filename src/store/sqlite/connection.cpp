#include <algorithm>
#include <cassert>

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/sqlite/connection.hpp"

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

Query::~Query() { sqlite3_reset(statement_); }

std::int64_t Query::run() && {
  while (step()) {
  }
  return sqlite3_changes64(connection_);
}

void Query::expect_parameters([[maybe_unused]] std::size_t count) const {
  assert(sqlite3_bind_parameter_count(statement_) == static_cast<int>(count));
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail_with(connection_, code);
}

void Query::bind(int index, std::int64_t value) { check(connection_, sqlite3_bind_int64(statement_, index, value)); }

void Query::bind(int index, std::string_view text) {
  // The pointer of an empty view may be null, which SQLite takes as NULL.
  const char* bytes = text.empty() ? "" : text.data();
  check(connection_, sqlite3_bind_text64(statement_, index, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::bind(int index, Blob blob) {
  const char* bytes = blob.bytes.empty() ? "" : blob.bytes.data();
  check(connection_, sqlite3_bind_blob64(statement_, index, bytes, blob.bytes.size(), SQLITE_STATIC));
}

void Query::bind(int index, const Uuid::Bytes& bytes) {
  check(connection_, sqlite3_bind_blob64(statement_, index, bytes.data(), bytes.size(), SQLITE_STATIC));
}

void Query::bind(int index, std::nullopt_t) { check(connection_, sqlite3_bind_null(statement_, index)); }

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
}

Connection::~Connection() = default;

void Connection::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

void Connection::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

sqlite3_stmt* Connection::prepared(Sql sql) {
  auto& kept = statements_[sql.text()];
  if (!kept) {
    sqlite3_stmt* statement = nullptr;
    check(handle_.get(),
          sqlite3_prepare_v3(handle_.get(), sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
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
