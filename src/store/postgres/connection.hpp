// A connection to a PostgreSQL server, its transaction and its prepared statements. Belongs to one thread at a time.
// Unlike libpqxx's own it never reconnects in silence: what was lost with a session has to be noticed. What the server
// refuses, and a connection that is lost, are thrown as PostgresError.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <pqxx/pqxx>

#include <parley/store/database.hpp>

#include "store/postgres/parameters.hpp"

namespace parley::postgres {

enum class Fault {
  refused,   // the server does not do this
  conflict,  // another transaction was in the way: from its beginning, this one may succeed
  lost,      // the connection is of no use any more
};

class PostgresError : public StoreFailure {
 public:
  PostgresError(Fault fault, const std::string& text) : StoreFailure(text), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

// A row of a result.
class ResultRow final : public Row {
 public:
  explicit ResultRow(const pqxx::row& row) : row_(row) {}

 private:
  std::string_view text(int column) const;
  bool is_null(int column) const override;
  void read(int column, std::int64_t& value) const override;
  void read(int column, bool& value) const override;
  void read(int column, std::string& value) const override;
  void read(int column, Uuid& value) const override;

  pqxx::row row_;
};

// What a statement gave, all of it: connection.query("…", id).first(read_user).
class [[nodiscard]] Query {
 public:
  explicit Query(const pqxx::result& result) : result_(result) {}

  // The number of rows changed.
  std::int64_t run() && { return static_cast<std::int64_t>(result_.affected_rows()); }

  template <class Read>
  auto first(Read read) && -> std::optional<std::invoke_result_t<Read&, Row&>> {
    if (result_.empty()) return std::nullopt;
    return read_row(read, result_.front());
  }

  // For what is there unless the caller is wrong.
  template <class Read>
  auto one(Read read) && -> std::invoke_result_t<Read&, Row&> {
    if (result_.empty()) throw std::logic_error("a row that must exist does not");
    return read_row(read, result_.front());
  }

  template <class Read>
  auto all(Read read) && {
    std::vector<std::invoke_result_t<Read&, Row&>> rows;
    rows.reserve(static_cast<std::size_t>(result_.size()));
    for (const pqxx::row& row : result_) rows.push_back(read_row(read, row));
    return rows;
  }

  template <class Visit>
  void each(Visit visit) && {
    for (const pqxx::row& row : result_) read_row(visit, row);
  }

 private:
  template <class Read>
  auto read_row(Read& read, const pqxx::row& from) -> std::invoke_result_t<Read&, Row&> {
    ResultRow row(from);
    return read(row);
  }

  pqxx::result result_;
};

class Connection {
 public:
  // Waits for the server as long as connect_timeout in `parameters`, a connection string of libpq's, says.
  explicit Connection(const std::string& parameters);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // A read sees one snapshot and cannot write; a write sees what others committed before each of its statements.
  void begin(Access access);
  void commit();
  void roll_back();

  // In a transaction. The statement is prepared when it is first used.
  template <class... Arguments>
  Query query(Sql sql, const Arguments&... arguments) {
    return Query(execute(sql, Parameters(arguments...)));
  }
  // In a transaction. Statements that are not kept: migrations.
  void run_script(const std::string& sql);

  bool is_open() const;
  int socket() const;
  pqxx::connection& handle() { return *connection_; }

 private:
  pqxx::result execute(Sql sql, const Parameters& parameters);
  template <class Work>
  auto translated(Work work) -> std::invoke_result_t<Work&>;

  std::unique_ptr<pqxx::connection> connection_;
  std::optional<pqxx::quiet_errorhandler> silence_;  // notices would go to stderr
  std::unique_ptr<pqxx::transaction_base> transaction_;
  std::unordered_map<const char*, std::string> statements_;  // names of those prepared
  bool is_transaction_failed_ = false;
};

// One transaction of a connection for a scope; what was not committed is rolled back.
class Scope {
 public:
  Scope(Connection& connection, Access access) : connection_(connection) { connection_.begin(access); }
  ~Scope() { connection_.roll_back(); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  void commit() { connection_.commit(); }

 private:
  Connection& connection_;
};

}  // namespace parley::postgres
