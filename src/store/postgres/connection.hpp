// A connection to a PostgreSQL server, with its transaction and its prepared statements. A worker owns it; one thread
// uses it at a time. Unlike libpqxx's own connection it never reconnects silently, because the caller must notice that
// the state of the database session is lost. Errors of the server and a lost connection are thrown as PostgresError.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <pqxx/pqxx>

#include <parley/base/time.hpp>
#include <parley/store/database.hpp>

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

class Connection final : public SqlConnection {
 public:
  // Connects to the server. `parameters` is a connection string of libpq, which also sets the connect_timeout.
  explicit Connection(const std::string& parameters);
  ~Connection() override;

  // Begins a transaction. A read sees one snapshot and cannot write. A write sees, in each of its statements,
  // everything that other transactions committed before that statement. BEGIN is sent together with the first
  // statement.
  void begin(Access access);
  // Sends everything that is queued and commits. Throws PostgresError; after Fault::lost it is not known whether the
  // server has committed.
  void commit();
  void roll_back();
  // Sends all deferred statements, or at least BEGIN, and waits for the results. The connection is then known to work.
  void reach_server();

  Dialect dialect() const override { return Dialect::postgres; }
  void hear_answers() override { run_pipeline(); }
  bool met_conflict_lately() const override;
  void note_conflict() override;
  // Runs statements that are not prepared, such as migrations.
  void run_script(const std::string& sql);

  int socket() const;
  pqxx::connection_base& handle();

 private:
  class Handle;

  std::int64_t run(Sql sql, std::span<const Value> values, RowVisitor visit) override;
  void run_later(Sql sql, std::span<const Value> values, ReadRow read) override;
  // Runs all queued statements and reads the rows of those that ask() has queued. Returns the result of the last one.
  ResultSet run_pipeline();

  std::unique_ptr<Handle> connection_;
  std::optional<pqxx::quiet_errorhandler> silence_;  // without it, libpqxx writes notices to stderr
  std::optional<Pipeline> pipeline_;
  std::vector<ReadRow> readers_;  // one for each statement that waits in the pipeline, in their order
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
