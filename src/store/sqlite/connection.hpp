// A connection to a SQLite file, with its prepared statements. The writer, a reader or the checkpointer owns it, and
// one thread uses it at a time. SQLite's errors are thrown as SqliteError.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>

#include <parley/store/sql.hpp>

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

// Reads the values of the row at which a statement is.
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

enum class OpenMode { read_write, read_only };

class Connection final : public SqlConnection {
 public:
  // Opens the file, and creates it if it is opened for writing and does not exist. Throws SqliteError.
  Connection(const std::string& path, OpenMode mode);
  ~Connection() override;

  Dialect dialect() const override { return Dialect::sqlite; }
  // Does nothing, because SQLite runs every statement at once.
  void hear_answers() override {}

  // Runs statements that are not prepared, such as migrations and settings of the connection.
  void run_script(const std::string& sql);
  // Returns whether a transaction has begun. SQLite ends one by itself after some errors, such as a full disk.
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
  std::int64_t run(Sql sql, std::span<const Value> values, RowVisitor visit) override;
  void run_later(Sql sql, std::span<const Value> values, ReadRow read) override;
  sqlite3_stmt* prepared(Sql sql);

  std::function<void(int pages)> log_listener_;
  std::unique_ptr<sqlite3, Close> handle_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

}  // namespace parley::sqlite
