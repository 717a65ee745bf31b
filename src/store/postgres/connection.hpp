// A connection to a PostgreSQL server, with its transaction and its prepared statements. A worker owns it; one thread
// uses it at a time. Unlike libpqxx's own connection it never reconnects silently, because the caller must notice that
// the state of the database session is lost. Errors of the server and a lost connection are thrown as PostgresError.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <pqxx/pqxx>

#include <parley/base/time.hpp>

#include "store/postgres/pipeline.hpp"

namespace parley::postgres {

// Reads the values of one row of a result.
class ResultRow final : public Row {
 public:
  ResultRow(const ResultSet& result, int row) : result_(result), row_(row) {}

 private:
  bool is_null(int column) const override { return result_.is_null(row_, column); }
  void read(int column, std::int64_t& value) const override;
  void read(int column, bool& value) const override;
  void read(int column, std::string& value) const override;
  void read(int column, Uuid& value) const override;

  const ResultSet& result_;
  const int row_;
};

// Holds the whole result of a statement: connection.query("…", id).first(read_user). Each function consumes the result.
class [[nodiscard]] Query {
 public:
  explicit Query(ResultSet result) : result_(std::move(result)) {}

  // Returns the number of changed rows.
  std::int64_t run() && { return result_.changed_rows(); }

  // Reads the first row. Returns nothing if there is none.
  template <class Read>
  auto first(Read read) && -> std::optional<std::invoke_result_t<Read&, Row&>> {
    if (result_.size() == 0) return std::nullopt;
    return read_row(read, 0);
  }

  // Reads the first row. Throws std::logic_error if there is none.
  // REQUIRES: the row exists, which the caller knows.
  template <class Read>
  auto one(Read read) && -> std::invoke_result_t<Read&, Row&> {
    if (result_.size() == 0) throw std::logic_error("a row that must exist does not");
    return read_row(read, 0);
  }

  // Reads all rows.
  template <class Read>
  auto all(Read read) && {
    std::vector<std::invoke_result_t<Read&, Row&>> rows;
    rows.reserve(static_cast<std::size_t>(result_.size()));
    for (int row = 0; row < result_.size(); ++row) rows.push_back(read_row(read, row));
    return rows;
  }

  // Reads rows that each have an index, counted from 1, in their first column. Returns one value for each index up to
  // `places`, which is empty if no row has that index. It is for queries that answer several questions at once.
  template <class Read>
  auto by_place(std::size_t places, Read read) && {
    std::vector<std::optional<std::invoke_result_t<Read&, Row&>>> found(places);
    std::move(*this).each([&](Row& row) {
      auto& place = found.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
      place = read(row);
    });
    return found;
  }

  template <class Visit>
  void each(Visit visit) && {
    for (int row = 0; row < result_.size(); ++row) read_row(visit, row);
  }

 private:
  template <class Read>
  auto read_row(Read& read, int number) -> std::invoke_result_t<Read&, Row&> {
    ResultRow row(result_, number);
    return read(row);
  }

  ResultSet result_;
};

class Connection {
 public:
  // Connects to the server. `parameters` is a connection string of libpq, which also sets the connect_timeout.
  explicit Connection(const std::string& parameters);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Begins a transaction. A read sees one snapshot and cannot write. A write sees, in each of its statements,
  // everything that other transactions committed before that statement. BEGIN is sent together with the first
  // statement.
  void begin(Access access);
  void commit();
  void roll_back();
  // Sends all deferred statements, or at least BEGIN, and waits for the results. The connection is then known to work.
  void reach_server();

  // Runs a statement, which is prepared when it is used for the first time.
  // REQUIRES: a transaction has begun.
  template <class... Arguments>
  Query query(Sql sql, const Arguments&... arguments) {
    std::vector<Statement> statement;
    statement.push_back({sql, Parameters(arguments...)});
    return std::move(query_together(std::move(statement)).front());
  }
  // Runs several statements one after the other in a single round trip. Each statement sees what was committed before
  // it began.
  std::vector<Query> query_together(std::vector<Statement> statements);
  // Queues a statement. It is sent with the next query or commit, which fails if this statement fails.
  void defer(Statement statement);
  // Returns whether a transaction of this connection had a conflict with another one, or met a key that was taken, in
  // the last seconds.
  bool met_conflict_lately() const;
  void note_conflict();
  // Runs statements that are not prepared, such as migrations.
  void run_script(const std::string& sql);

  int socket() const;
  pqxx::connection_base& handle();

 private:
  class Handle;

  std::vector<ResultSet> run_pipeline();

  std::unique_ptr<Handle> connection_;
  std::optional<pqxx::quiet_errorhandler> silence_;  // without it, libpqxx writes notices to stderr
  std::optional<Pipeline> pipeline_;
  bool is_in_transaction_ = false;
  bool has_server_begun_ = false;  // whether BEGIN was sent; it may still wait in the pipeline
  bool is_transaction_failed_ = false;
  bool is_lost_ = false;
  std::optional<Instant> last_conflict_;
};

// Runs one transaction of a connection for the lifetime of the scope. It is rolled back unless commit() was called.
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
