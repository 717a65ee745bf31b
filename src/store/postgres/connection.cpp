#include <algorithm>
#include <cassert>
#include <utility>

#include <parley/base/log.hpp>

#include "store/postgres/connection.hpp"

namespace parley::postgres {
namespace {

constexpr seconds kLately{5};
constexpr Sql kBeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
constexpr Sql kBeginWriting = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE";

// Connects as libpqxx does, and remembers libpq's connection, which libpqxx does not give away.
class Connecting final : public pqxx::connect_direct {
 public:
  using connect_direct::connect_direct;
  handle do_startconnect(handle before) override {
    connected_ = connect_direct::do_startconnect(before);
    return connected_;
  }
  PGconn* connected() const { return connected_; }

 private:
  PGconn* connected_ = nullptr;
};

}  // namespace

// Holds libpqxx's connection and gives access to libpq's connection inside, which the pipeline needs.
class Connection::Handle final : public pqxx::connection_base {
 public:
  explicit Handle(const std::string& parameters) : connection_base(connecting_), connecting_(parameters) {
    init();
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
    // This version of libpqxx would reconnect by itself. The function that prevents it is deprecated, because the next
    // version never does.
    inhibit_reactivation(true);
#pragma clang diagnostic pop
    // A detail of an error may quote a value, such as a message or a name, and errors are logged.
    PQsetErrorVerbosity(of_libpq(), PQERRORS_TERSE);
  }
  ~Handle() { close(); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  PGconn* of_libpq() const { return connecting_.connected(); }

 private:
  Connecting connecting_;
};

void ResultRow::read(int column, std::int64_t& value) const {
  const auto bytes = result_.bytes(row_, column);
  if (bytes.empty() || bytes.size() > sizeof value) {
    throw StoreFailure("the database holds something else than a number");
  }
  // The bytes are big-endian and may be fewer than eight; the first byte has the sign.
  std::uint64_t bits = static_cast<signed char>(bytes.front()) < 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) bits = bits << 8U | static_cast<unsigned char>(byte);
  value = static_cast<std::int64_t>(bits);
}

void ResultRow::read(int column, bool& value) const {
  value = result_.bytes(row_, column) == std::string_view("\1", 1);
}

void ResultRow::read(int column, std::string& value) const { value = result_.bytes(row_, column); }

void ResultRow::read(int column, Uuid& value) const {
  const auto bytes = result_.bytes(row_, column);
  Uuid::Bytes id{};
  if (bytes.size() != id.size()) throw StoreFailure("the database holds an id that is no UUID");
  std::ranges::copy(bytes, id.begin());
  value = Uuid(id);
}

Connection::Connection(const std::string& parameters) {
  try {
    connection_ = std::make_unique<Handle>(parameters);
  } catch (const pqxx::failure& failure) {
    throw PostgresError(Fault::lost, failure.what());
  }
  silence_.emplace(*connection_);
  pipeline_.emplace(connection_->of_libpq());
}

Connection::~Connection() { roll_back(); }

void Connection::begin(Access access) {
  assert(!is_in_transaction_);
  is_in_transaction_ = true;
  is_transaction_failed_ = false;
  run_later(access == Access::read ? kBeginReading : kBeginWriting, {}, {});
}

void Connection::commit() {
  // The server would answer COMMIT by rolling the transaction back, and report success.
  if (is_transaction_failed_) throw PostgresError(Fault::refused, "a failed transaction cannot be committed");
  defer("COMMIT");
  run_pipeline();
  is_in_transaction_ = false;
  has_server_begun_ = false;
}

// Does nothing on the server if BEGIN was not sent. A failure is only logged: the server rolls back when the connection
// ends.
void Connection::roll_back() {
  pipeline_->forget();
  readers_.clear();
  is_in_transaction_ = false;
  if (!std::exchange(has_server_begun_, false) || is_lost_) return;
  try {
    pipeline_->add({"ROLLBACK", {}});
    pipeline_->run();
  } catch (const PostgresError& failure) {
    is_lost_ = true;
    log::warn("database.rollback_failed", {{"reason", failure.what()}});
  }
}

void Connection::reach_server() { run_pipeline(); }

std::int64_t Connection::run(Sql sql, std::span<const Value> values, RowVisitor visit) {
  run_later(sql, values, {});
  const ResultSet result = run_pipeline();
  for (int number = 0; visit && number < result.size(); ++number) {
    ResultRow row(result, number);
    if (!visit(row)) break;
  }
  return result.changed_rows();
}

void Connection::run_later(Sql sql, std::span<const Value> values, ReadRow read) {
  assert(is_in_transaction_);
  pipeline_->add({sql, encode(values)});
  readers_.push_back(std::move(read));
}

ResultSet Connection::run_pipeline() {
  has_server_begun_ = true;
  const auto readers = std::exchange(readers_, {});
  std::vector<ResultSet> answers;
  try {
    answers = pipeline_->run();
  } catch (const PostgresError& failure) {
    is_transaction_failed_ = true;
    if (failure.fault() == Fault::lost) is_lost_ = true;
    if (failure.fault() == Fault::conflict) note_conflict();
    throw;
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!readers[i]) continue;
    for (int number = 0; number < answers[i].size(); ++number) {
      ResultRow row(answers[i], number);
      readers[i](row);
    }
  }
  return answers.empty() ? ResultSet(nullptr) : std::move(answers.back());
}

bool Connection::met_conflict_lately() const {
  return last_conflict_ && Instant::clock::now() - *last_conflict_ < kLately;
}

void Connection::note_conflict() { last_conflict_ = Instant::clock::now(); }

void Connection::run_script(const std::string& sql) {
  reach_server();
  try {
    pqxx::nontransaction(*connection_).exec(sql);
  } catch (const pqxx::failure& failure) {
    is_transaction_failed_ = true;
    throw PostgresError(connection_->is_open() ? Fault::refused : Fault::lost, failure.what());
  }
}

int Connection::socket() const { return connection_->sock(); }

pqxx::connection_base& Connection::handle() { return *connection_; }

}  // namespace parley::postgres
