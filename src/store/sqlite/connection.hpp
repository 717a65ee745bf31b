// A connection to a SQLite file, with its prepared statements. The writer, a reader or the checkpointer owns it, and
// one thread uses it at a time. SQLite's errors are thrown as SqliteError.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include <parley/store/transaction.hpp>

#include "store/statement.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace parley::sqlite {

class SqliteError : public StoreFailure {
 public:
  SqliteError(int code, const std::string& text) : StoreFailure(text), code_(code) {}
  int code() const { return code_; }  // SQLite's primary result code

 private:
  int code_;
};

// Reads the values of the row at which a query is.
class StatementRow final : public Row {
 public:
  explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}

 private:
  bool is_null(int column) const override;
  void read(int column, std::int64_t& value) const override;
  void read(int column, bool& value) const override;
  void read(int column, std::string& value) const override;
  void read(int column, Uuid& value) const override;

  sqlite3_stmt* statement_;
};

// One execution of a prepared statement. The destructor resets the statement, so that it can be used again. Bound
// values are not copied, so a query must run in the expression that creates it: connection.query("…",
// id).first(read_user).
class [[nodiscard]] Query {
 public:
  // Binds ?1, ?2 … in order. All parameters must be given, since the values of an earlier execution may be gone.
  template <class... Arguments>
  Query(sqlite3* connection, sqlite3_stmt* statement, const Arguments&... arguments)
      : connection_(connection), statement_(statement) {
    expect_parameters(sizeof...(arguments));
    int index = 0;
    (bind(++index, arguments), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Runs the statement to its end. Returns the number of changed rows.
  std::int64_t run() &&;

  // Reads the first row. Returns nothing if there is none.
  template <class Read>
  auto first(Read read) && -> std::optional<std::invoke_result_t<Read&, Row&>> {
    if (!step()) return std::nullopt;
    return read_row(read);
  }

  // Reads the first row. Throws std::logic_error if there is none.
  // REQUIRES: the row exists, which the caller knows.
  template <class Read>
  auto one(Read read) && -> std::invoke_result_t<Read&, Row&> {
    if (!step()) throw std::logic_error("a row that must exist does not");
    return read_row(read);
  }

  // Reads all rows.
  template <class Read>
  auto all(Read read) && {
    std::vector<std::invoke_result_t<Read&, Row&>> rows;
    while (step()) rows.push_back(read_row(read));
    return rows;
  }

  template <class Visit>
  void each(Visit visit) && {
    while (step()) read_row(visit);
  }

 private:
  template <class Read>
  auto read_row(Read& read) -> std::invoke_result_t<Read&, Row&> {
    StatementRow row(statement_);
    return read(row);
  }
  bool step();
  void expect_parameters(std::size_t count) const;

  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view text);
  void bind(int index, Blob blob);
  void bind(int index, std::nullopt_t null);
  void bind(int index, bool value) { bind(index, std::int64_t{value}); }
  void bind(int index, std::size_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, Time time) { bind(index, std::int64_t{time.time_since_epoch().count()}); }
  void bind(int index, const Uuid::Bytes& bytes);
  template <class Tag>
  void bind(int index, const Id<Tag>& id) {
    bind(index, id.uuid().bytes());
  }
  template <class Tag>
  void bind(int index, Ordinal<Tag> ordinal) {
    bind(index, ordinal.value());
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void bind(int index, Enum value) {
    bind(index, text_of(value));
  }
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    value ? bind(index, *value) : bind(index, std::nullopt);
  }

  sqlite3* connection_;
  sqlite3_stmt* statement_;
};

enum class OpenMode { read_write, read_only };

class Connection {
 public:
  // Opens the file, and creates it if it is opened for writing and does not exist. Throws SqliteError.
  Connection(const std::string& path, OpenMode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  template <class... Arguments>
  Query query(Sql sql, const Arguments&... arguments) {
    return Query(handle_.get(), prepared(sql), arguments...);
  }

  // Runs statements that are not prepared, such as migrations and settings of the connection.
  void run_script(const std::string& sql);
  bool in_transaction() const;

  // Calls `listener` after each commit with the number of pages in the write-ahead log. SQLite then no longer copies
  // the log by itself; the listener must arrange that.
  void watch_log(std::function<void(int pages)> listener);
  // Copies the log into the database file as far as possible without waiting for other connections. Throws SqliteError.
  void copy_log();

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  sqlite3_stmt* prepared(Sql sql);

  std::function<void(int pages)> log_listener_;
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace parley::sqlite
