#include <charconv>
#include <exception>
#include <utility>

#include "store/dialect.hpp"
#include "store/postgres/pipeline.hpp"

namespace parley::postgres {
namespace {

constexpr int kBinary = 1;

// Classifies an error by its SQLSTATE (PostgreSQL's documentation, appendix A): a conflict may succeed when the
// transaction is repeated, and a lost connection has ended the database session.
Fault fault_of(std::string_view state) {
  if (state == "23505") return Fault::conflict;  // a unique key was taken after the transaction had looked for it
  if (state.starts_with("40")) return Fault::conflict;  // a deadlock or a serialisation failure
  if (state.starts_with("57P") || state.starts_with("08")) return Fault::lost;
  return Fault::refused;
}

// Holds parameters in the form that libpq takes. It refers to the parameters, which must outlive it.
struct Values {
  explicit Values(std::span<const Parameter> parameters) {
    for (const Parameter& parameter : parameters) {
      pointers.push_back(parameter.value ? parameter.value->data() : nullptr);
      lengths.push_back(parameter.value ? static_cast<int>(parameter.value->size()) : 0);
      formats.push_back(parameter.is_binary ? kBinary : 0);
    }
  }
  int count() const { return static_cast<int>(pointers.size()); }

  std::vector<const char*> pointers;
  std::vector<int> lengths;
  std::vector<int> formats;
};

}  // namespace

std::int64_t ResultSet::changed_rows() const {
  const std::string_view digits = PQcmdTuples(result_.get());
  std::int64_t rows = 0;  // stays 0 for statements that change no rows and report no number
  std::from_chars(digits.data(), digits.data() + digits.size(), rows);
  return rows;
}

std::string_view ResultSet::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::vector<ResultSet> Pipeline::run() {
  // 1. Prepare new statements first, since libpq does not allow that in pipeline mode. Then send all statements.
  const auto statements = std::exchange(waiting_, {});
  if (statements.empty()) return {};
  for (const Statement& statement : statements) prepare(statement);
  if (PQenterPipelineMode(connection_) == 0) throw lost();
  for (const Statement& statement : statements) send(statement);
  if (PQpipelineSync(connection_) == 0) throw lost();

  // 2. Take all results even after a failure, so that none is left for the next run.
  std::vector<ResultSet> answers;
  std::exception_ptr failure;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    try {
      answers.push_back(take_answer());
    } catch (const PostgresError& error) {
      if (error.fault() == Fault::lost) throw;
      if (!failure) failure = std::current_exception();
    }
  }
  // 3. Take the result of the synchronisation, which is the last one.
  next_result();
  if (PQexitPipelineMode(connection_) == 0) throw lost();
  if (failure) std::rethrow_exception(failure);
  return answers;
}

// Prepares the statement on first use. A statement without parameters, such as BEGIN or COMMIT, is not worth preparing.
void Pipeline::prepare(const Statement& statement) {
  if (statement.parameters.empty() || names_.contains(statement.sql.text())) return;
  const auto name = "s" + std::to_string(names_.size());
  check({PQprepare(connection_, name.c_str(), for_postgres(statement.sql.text()).c_str(), 0, nullptr), PQclear});
  names_.emplace(statement.sql.text(), name);
}

// Writes the statement to libpq's buffer, which sends its content to the server when it is full.
void Pipeline::send(const Statement& statement) {
  const Values values(statement.parameters);
  const auto name = names_.find(statement.sql.text());
  const int sent =
      name == names_.end()
          ? PQsendQueryParams(connection_, statement.sql.text(), 0, nullptr, nullptr, nullptr, nullptr, kBinary)
          : PQsendQueryPrepared(connection_, name->second.c_str(), values.count(), values.pointers.data(),
                                values.lengths.data(), values.formats.data(), kBinary);
  if (sent == 0) throw lost();
}

Pipeline::Result Pipeline::next_result() { return {PQgetResult(connection_), PQclear}; }

ResultSet Pipeline::take_answer() {
  Result result = next_result();
  if (!result) throw lost();
  next_result();  // libpq returns null after the last result of each statement
  check(result);
  return ResultSet(result.release());
}

void Pipeline::check(const Result& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
  if (PQstatus(connection_) != CONNECTION_OK) throw lost();
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  throw PostgresError(fault_of(state ? state : ""), PQresultErrorMessage(result.get()));
}

PostgresError Pipeline::lost() const { return {Fault::lost, PQerrorMessage(connection_)}; }

}  // namespace parley::postgres
