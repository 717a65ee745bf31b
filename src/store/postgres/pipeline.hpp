// Sends several statements to the server together and reads their results together, so that all of them take one round
// trip instead of one each. libpqxx cannot do that for statements with parameters, so this uses libpq's pipeline mode
// (PostgreSQL's documentation, section 34.5) on libpqxx's connection. The connection owns it and uses it on its thread.
#pragma once

#include <cstdint>
#include <libpq-fe.h>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/postgres/parameters.hpp"
#include "store/postgres/postgres_error.hpp"

namespace parley::postgres {

struct Statement {
  Sql sql;
  std::vector<Parameter> parameters;
};

// Holds the rows that a statement returned, in PostgreSQL's binary form, and the number of rows that it changed.
class ResultSet {
 public:
  explicit ResultSet(PGresult* result) : result_(result, PQclear) {}
  int size() const { return PQntuples(result_.get()); }
  std::int64_t changed_rows() const;
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view bytes(int row, int column) const;

 private:
  std::shared_ptr<PGresult> result_;
};

class Pipeline {
 public:
  explicit Pipeline(PGconn* connection) : connection_(connection) {}

  // Queues a statement for the next run().
  void add(Statement statement) { waiting_.push_back(std::move(statement)); }
  // Drops the queued statements.
  void forget() { waiting_.clear(); }
  // Sends the queued statements and returns their results in the same order. Throws PostgresError for the first
  // statement that failed; the server has then executed none of the statements after it.
  std::vector<ResultSet> run();

 private:
  using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

  void prepare(const Statement& statement);
  void send(const Statement& statement);
  Result next_result();
  ResultSet take_answer();
  void check(const Result& result);
  // Returns libpq's error for a connection that cannot be used any more.
  PostgresError lost() const;

  PGconn* const connection_;
  std::vector<Statement> waiting_;
  std::unordered_map<const char*, std::string> names_;  // names of the prepared statements, by the address of their SQL
};

}  // namespace parley::postgres
