#include <pthread.h>

#include <parley/base/log.hpp>

#include "store/sqlite/guard.hpp"
#include "store/sqlite/readers.hpp"

namespace parley::sqlite {
namespace {

// Runs one unit and returns its outcome.
Result<void> run(Connection& connection, Transaction& transaction, UnitOfWork& unit) {
  try {
    connection.query("BEGIN").run();
    unit.execute(transaction);
    return {};
  } catch (const StoreFailure& failure) {
    log::error("database.read_failed", {{"reason", failure.what()}});
    return std::unexpected(unavailable_error(Access::read));
  } catch (const std::exception& failure) {
    log::error("database.unit_threw", {{"reason", failure.what()}});
    return std::unexpected(internal_error());
  }
}

// Ends the read transaction and so its snapshot, because an old snapshot prevents SQLite from starting the log again.
void end(Connection& connection) {
  try {
    if (connection.in_transaction()) connection.query("ROLLBACK").run();
  } catch (const StoreFailure& failure) {
    log::error("database.rollback_failed", {{"reason", failure.what()}});
  }
}

}  // namespace

Readers::Readers(std::vector<std::unique_ptr<Connection>> connections, Epoch epoch, std::size_t queue_limit)
    : connections_(std::move(connections)), queue_(queue_limit) {
  for (auto& connection : connections_) {
    threads_.emplace_back([this, epoch, own = connection.get()] { work(*own, epoch); });
    pthread_setname_np(threads_.back().native_handle(), "sqlite-reader");
  }
}

Readers::~Readers() {
  queue_.close();
  threads_.clear();
}

void Readers::work(Connection& connection, Epoch epoch) {
  Transaction transaction(connection, epoch);
  for (;;) {
    auto taken = queue_.take(1);
    if (taken.empty()) return;
    auto outcome = run(connection, transaction, *taken.front());
    transaction.take_events();
    end(connection);
    taken.front()->finish(std::move(outcome));
  }
}

}  // namespace parley::sqlite
