#include <algorithm>
#include <iterator>
#include <pthread.h>

#include <parley/base/log.hpp>

#include "store/sqlite/guard.hpp"
#include "store/sqlite/writer.hpp"

namespace parley::sqlite {
namespace {

// The limit of units in one transaction. It bounds how long the first unit of a transaction waits for the last one.
constexpr std::size_t kUnitsPerTransaction = 256;

}  // namespace

// A unit of work and its outcome.
struct Writer::Unit {
  std::unique_ptr<UnitOfWork> work;
  bool is_kept = false;
  Result<void> outcome = {};
  std::vector<PendingEvent> events = {};
};

Writer::Writer(std::unique_ptr<Connection> connection, Checkpointer& checkpointer, Epoch epoch, std::size_t queue_limit)
    : connection_(std::move(connection)), transaction_(*connection_, epoch), queue_(queue_limit) {
  connection_->watch_log([this, &checkpointer](int pages) { is_log_too_long_ = checkpointer.log_grew(pages); });
  thread_ = std::jthread([this] { work(); });
  pthread_setname_np(thread_.native_handle(), "sqlite-writer");
}

Writer::~Writer() {
  queue_.close();
  thread_.join();
}

void Writer::work() {
  for (;;) {
    // 1. Take all waiting units and commit them together.
    auto taken = queue_.take(kUnitsPerTransaction);
    if (taken.empty()) return;
    std::vector<Unit> units;
    for (auto& work : taken) units.push_back({.work = std::move(work)});
    commit(units);

    // 2. Announce their events, then finish the units.
    std::vector<PendingEvent> events;
    for (Unit& unit : units) std::ranges::move(unit.events, std::back_inserter(events));
    if (listener_ && !events.empty()) listener_(std::move(events));
    for (Unit& unit : units) unit.work->finish(std::move(unit.outcome));
    // 3. Copy the log if the checkpointer cannot keep up. New writes wait meanwhile, so that the log does
    // not outgrow the copying.
    if (is_log_too_long_) copy_log();
  }
}

// Runs the units in one transaction. If the transaction as a whole fails, every unit gets the same error.
void Writer::commit(std::span<Unit> units) {
  try {
    connection_->query("BEGIN IMMEDIATE").run();
    for (Unit& unit : units) run(unit, units.size() == 1);
    if (std::ranges::any_of(units, &Unit::is_kept)) {
      connection_->query("COMMIT").run();
    } else {
      connection_->query("ROLLBACK").run();
    }
    works_ = true;
  } catch (const StoreFailure& failure) {
    log::error("database.write_failed", {{"reason", failure.what()}, {"units", units.size()}});
    works_ = false;
    ++failures_;
    roll_back();
    for (Unit& unit : units) {
      unit.events.clear();
      unit.outcome = std::unexpected(unavailable_error(Access::write));
    }
  }
}

// Runs one unit in a savepoint, and keeps or undoes its changes without affecting the other units. Throws StoreFailure
// if SQLite has ended the whole transaction, as it does when the disk is full. A lone unit needs no savepoint: commit()
// rolls the whole transaction back if the unit is not kept.
void Writer::run(Unit& unit, bool alone) {
  if (!alone) connection_->query("SAVEPOINT unit").run();
  try {
    unit.is_kept = unit.work->execute(transaction_);
  } catch (const StoreFailure& failure) {
    log::error("database.unit_failed", {{"reason", failure.what()}});
    unit.outcome = std::unexpected(unavailable_error(Access::write));
  } catch (const std::exception& failure) {
    log::error("database.unit_threw", {{"reason", failure.what()}});
    unit.outcome = std::unexpected(internal_error());
  }
  auto events = transaction_.take_events();
  if (!connection_->in_transaction()) throw StoreFailure("SQLite has ended the transaction");
  if (unit.is_kept) unit.events = std::move(events);
  if (alone) return;
  if (!unit.is_kept) connection_->query("ROLLBACK TO unit").run();
  connection_->query("RELEASE unit").run();
}

void Writer::copy_log() {
  try {
    connection_->copy_log();
  } catch (const StoreFailure& failure) {
    log::warn("database.checkpoint_failed", {{"reason", failure.what()}});
  }
}

void Writer::roll_back() {
  try {
    if (connection_->in_transaction()) connection_->query("ROLLBACK").run();
  } catch (const StoreFailure& failure) {
    log::error("database.rollback_failed", {{"reason", failure.what()}});
  }
}

}  // namespace parley::sqlite
