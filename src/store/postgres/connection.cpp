#include <cassert>
#include <charconv>

#include <parley/base/log.hpp>

#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#endif

#include "store/postgres/connection.hpp"

namespace parley::postgres {
namespace {

// libpqxx 6.4 forgets a result that comes from a connection which has just broken: it asks that connection for its
// encoding, and throws, before it owns the result. Some two kB for each connection that is lost; not ours to free, and
// not to be reported as if it were ours.
#if __has_feature(address_sanitizer)
using LeakOfLibrary = __lsan::ScopedDisabler;
#else
struct [[maybe_unused]] LeakOfLibrary {};
#endif

constexpr pqxx::oid kBytesType = 17;  // bytea's, in pg_type

using Reading = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;
using Writing = pqxx::transaction<pqxx::read_committed>;

unsigned char digit_value(char digit) {
  return static_cast<unsigned char>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

// From bytea_output = hex: \x00ff.
std::string decode_bytes(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
    bytes += static_cast<char>(digit_value(text[at]) << 4U | digit_value(text[at + 1]));
  }
  return bytes;
}

// By SQLSTATE (PostgreSQL's documentation, appendix A): which errors are gone when everything is done again, and which
// come with the end of the session. Deadlocks and failures to serialise libpqxx tells by types of their own.
Fault fault_of(const std::string& state) {
  if (state == "23505") return Fault::conflict;  // a unique key, taken since it was looked for
  if (state.starts_with("57P") || state.starts_with("08")) return Fault::lost;
  return Fault::refused;
}

}  // namespace

std::string_view ResultRow::text(int column) const {
  const pqxx::field field = row_[column];
  return {field.c_str(), field.size()};
}

bool ResultRow::is_null(int column) const { return row_[column].is_null(); }

void ResultRow::read(int column, std::int64_t& value) const {
  const auto digits = text(column);
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc() || end != digits.data() + digits.size()) {
    throw StoreFailure("the database holds something else than a number");
  }
}

void ResultRow::read(int column, bool& value) const { value = text(column) == "t"; }

void ResultRow::read(int column, std::string& value) const {
  if (row_.column_type(column) == kBytesType) {
    value = decode_bytes(text(column));
  } else {
    value = text(column);
  }
}

void ResultRow::read(int column, Uuid& value) const {
  const auto uuid = Uuid::parse(text(column));
  if (!uuid) throw StoreFailure("the database holds an id that is no UUID");
  value = *uuid;
}

Connection::Connection(const std::string& parameters) {
  translated([&] {
    connection_ = std::make_unique<pqxx::connection>(parameters);
    silence_.emplace(*connection_);
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
    // Deprecated for the next version, which never reconnects by itself; this one would.
    connection_->inhibit_reactivation(true);
#pragma clang diagnostic pop
  });
}

Connection::~Connection() { roll_back(); }

// Runs work() and makes what libpqxx throws a PostgresError.
template <class Work>
auto Connection::translated(Work work) -> std::invoke_result_t<Work&> {
  const LeakOfLibrary tolerated;
  try {
    return work();
  } catch (const pqxx::broken_connection& failure) {
    throw PostgresError(Fault::lost, failure.what());
  } catch (const pqxx::sql_error& failure) {
    is_transaction_failed_ = true;
    throw PostgresError(is_open() ? fault_of(failure.sqlstate()) : Fault::lost, failure.what());
  } catch (const pqxx::transaction_rollback& failure) {
    is_transaction_failed_ = true;
    throw PostgresError(is_open() ? Fault::conflict : Fault::lost, failure.what());
  } catch (const pqxx::in_doubt_error& failure) {
    throw PostgresError(Fault::lost, failure.what());
  } catch (const pqxx::failure& failure) {
    is_transaction_failed_ = true;
    throw PostgresError(is_open() ? Fault::refused : Fault::lost, failure.what());
  }
}

void Connection::begin(Access access) {
  assert(!transaction_);
  is_transaction_failed_ = false;
  translated([&] {
    if (access == Access::read) {
      transaction_ = std::make_unique<Reading>(*connection_);
    } else {
      transaction_ = std::make_unique<Writing>(*connection_);
    }
  });
}

void Connection::commit() {
  // The server would roll it back and call that a success.
  if (is_transaction_failed_) throw PostgresError(Fault::refused, "a failed transaction cannot be committed");
  translated([&] { transaction_->commit(); });
  transaction_.reset();
}

void Connection::roll_back() {
  try {
    transaction_.reset();
  } catch (const std::exception& failure) {
    log::warn("database.rollback_failed", {{"reason", failure.what()}});
  }
}

pqxx::result Connection::execute(Sql sql, const Parameters& parameters) {
  assert(transaction_);
  return translated([&] {
    auto& name = statements_[sql.text()];
    if (name.empty()) {
      name = "s" + std::to_string(statements_.size());
      connection_->prepare(name, sql.text());
    }
    const auto pointers = parameters.pointers();
    return transaction_->exec_prepared(name, pqxx::prepare::make_dynamic_params(pointers));
  });
}

void Connection::run_script(const std::string& sql) {
  translated([&] { transaction_->exec(sql); });
}

bool Connection::is_open() const { return connection_ && connection_->is_open(); }

int Connection::socket() const { return connection_->sock(); }

}  // namespace parley::postgres
