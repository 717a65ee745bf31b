// Statements that go to the server together and are answered together: what takes a round trip for each otherwise takes
// one for all. libpqxx cannot do that for statements with values, so this is libpq's pipeline mode (PostgreSQL's
// documentation, section 34.5) on libpqxx's connection. Belongs to the connection, and to its thread.
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
  Parameters parameters;
};

// The rows that a statement gave, in their binary forms, and how many it changed.
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

  // Waits here for the next run.
  void add(Statement statement) { waiting_.push_back(std::move(statement)); }
  // What waits is never sent.
  void forget() { waiting_.clear(); }
  // Sends what waits and gives what each came to, in their order. Throws PostgresError for the first that failed; the
  // server has then done none of those after it.
  std::vector<ResultSet> run();

 private:
  using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

  void prepare(const Statement& statement);
  void send(const Statement& statement);
  Result next_result();
  ResultSet take_answer();
  void check(const Result& result);
  // What libpq says about a connection that is of no use any more.
  PostgresError lost() const;

  PGconn* const connection_;
  std::vector<Statement> waiting_;
  std::unordered_map<const char*, std::string> names_;  // of the statements prepared
};

}  // namespace parley::postgres
