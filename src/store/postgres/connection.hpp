// A connection to a PostgreSQL server, its transaction and its prepared statements. Belongs to one thread at a time.
// Unlike libpqxx's own it never reconnects in silence: what was lost with a session has to be noticed. What the server
// refuses, and a connection that is lost, are thrown as PostgresError.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <pqxx/pqxx>

#include <parley/base/time.hpp>

#include "store/postgres/pipeline.hpp"

namespace parley::postgres {

// A row of a result.
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

// What a statement gave, all of it: connection.query("…", id).first(read_user).
class [[nodiscard]] Query {
 public:
  explicit Query(ResultSet result) : result_(std::move(result)) {}

  // The number of rows changed.
  std::int64_t run() && { return result_.changed_rows(); }

  template <class Read>
  auto first(Read read) && -> std::optional<std::invoke_result_t<Read&, Row&>> {
    if (result_.size() == 0) return std::nullopt;
    return read_row(read, 0);
  }

  // For what is there unless the caller is wrong.
  template <class Read>
  auto one(Read read) && -> std::invoke_result_t<Read&, Row&> {
    if (result_.size() == 0) throw std::logic_error("a row that must exist does not");
    return read_row(read, 0);
  }

  template <class Read>
  auto all(Read read) && {
    std::vector<std::invoke_result_t<Read&, Row&>> rows;
    rows.reserve(static_cast<std::size_t>(result_.size()));
    for (int row = 0; row < result_.size(); ++row) rows.push_back(read_row(read, row));
    return rows;
  }

  // Of rows whose first column is the place, counted from one, of what they answer: one for each of so many places,
  // nothing where there is no row.
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
  // Waits for the server as long as connect_timeout in `parameters`, a connection string of libpq's, says.
  explicit Connection(const std::string& parameters);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // A read sees one snapshot and cannot write; a write sees what others committed before each of its statements. The
  // server hears of it with the first statement.
  void begin(Access access);
  void commit();
  void roll_back();
  // Sends what waits, the beginning of the transaction at least: after this the connection is known to be alive.
  void reach_server();

  // In a transaction. A statement is prepared when it is first used.
  template <class... Arguments>
  Query query(Sql sql, const Arguments&... arguments) {
    std::vector<Statement> statement;
    statement.push_back({sql, Parameters(arguments...)});
    return std::move(query_together(std::move(statement)).front());
  }
  // One after the other, in one round trip, each judging by what was committed before it began.
  std::vector<Query> query_together(std::vector<Statement> statements);
  // Goes to the server with the next query or with the commit, which then fails if this does.
  void defer(Statement statement);
  // Whether a transaction of this connection met another, or a key that was taken, within the last seconds.
  bool met_conflict_lately() const;
  void note_conflict();
  // Statements that are not kept: migrations.
  void run_script(const std::string& sql);

  int socket() const;
  pqxx::connection_base& handle();

 private:
  class Handle;

  std::vector<ResultSet> run_pipeline();

  std::unique_ptr<Handle> connection_;
  std::optional<pqxx::quiet_errorhandler> silence_;  // notices would go to stderr
  std::optional<Pipeline> pipeline_;
  bool is_in_transaction_ = false;
  bool has_server_begun_ = false;  // the transaction: it may still be waiting in the pipeline
  bool is_transaction_failed_ = false;
  bool is_lost_ = false;
  std::optional<Instant> last_conflict_;
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
