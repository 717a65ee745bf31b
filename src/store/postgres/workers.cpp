#include <algorithm>
#include <pthread.h>

#include <parley/base/log.hpp>

#include "store/postgres/guard.hpp"
#include "store/postgres/workers.hpp"

namespace parley::postgres {
namespace {

// The limit for the runs of a unit that has conflicts with other transactions. Each conflict means that one of the
// others made progress.
constexpr int kMostRuns = 8;

}  // namespace

// Runs units of work on one thread, with a connection of its own.
class Workers::Worker {
 public:
  Worker(Access access, WorkQueue& queue, Connector& connector, Announcer& announcer)
      : access_(access), queue_(queue), connector_(connector), announcer_(announcer) {}

  void work() {
    for (;;) {
      auto taken = queue_.take(1);
      if (taken.empty()) return;
      taken.front()->finish(perform(*taken.front()));
    }
  }

 private:
  // Records what has happened to a unit so far.
  struct Course {
    int runs = 0;
    bool has_reconnected = false;
    bool was_connection_used = false;
    bool is_committing = false;
  };

  Result<void> perform(UnitOfWork& unit);
  bool is_connected();
  void run(UnitOfWork& unit, Course& course);
  bool may_run_again(const PostgresError& failure, Course& course);
  void end_watch();

  const Access access_;
  WorkQueue& queue_;
  Connector& connector_;
  Announcer& announcer_;
  std::unique_ptr<PooledConnection> connection_;
};

// Runs a unit, and again if may_run_again() permits it. Returns the unit's outcome.
Result<void> Workers::Worker::perform(UnitOfWork& unit) {
  const Instant deadline = Instant::clock::now() + connector_.patience();
  Course course;
  while (is_connected()) {
    try {
      course.was_connection_used = std::exchange(connection_->was_used, true);
      connection_->watched.cut_at(deadline);
      run(unit, course);
      end_watch();
      return {};
    } catch (const PostgresError& failure) {
      if (!may_run_again(failure, course)) return std::unexpected(unavailable_error(access_));
    } catch (const StoreFailure& failure) {
      log::error("database.unit_failed", {{"reason", failure.what()}});
      connection_->connection.roll_back();
      end_watch();
      return std::unexpected(unavailable_error(access_));
    } catch (const std::exception& failure) {
      log::error("database.unit_threw", {{"reason", failure.what()}});
      connection_->connection.roll_back();
      end_watch();
      return std::unexpected(internal_error());
    }
  }
  return std::unexpected(unavailable_error(access_));
}

// Tells the watchdog that the connection is idle. If the watchdog cut it after the unit had finished, the unit counts,
// but the connection cannot be used.
void Workers::Worker::end_watch() {
  connection_->watched.release();
  if (connection_->watched.was_cut()) connection_.reset();
}

bool Workers::Worker::is_connected() {
  // A connection from before the server was away is dead, or belongs to a server that another one has replaced.
  if (connection_ && !connector_.is_current(*connection_)) connection_.reset();
  if (!connection_) connection_ = connector_.connect();
  return connection_ != nullptr;
}

// Runs the unit once, in one transaction, and announces its events after the commit. Throws PostgresError and what the
// unit throws.
void Workers::Worker::run(UnitOfWork& unit, Course& course) {
  ++course.runs;
  Transaction& transaction = connection_->transaction;
  transaction.take_events();  // drop the events of an earlier run that failed
  connection_->connection.begin(access_);
  const bool is_kept = unit.execute(transaction);
  auto events = transaction.take_events();
  if (access_ == Access::read || !is_kept) return connection_->connection.roll_back();

  // The turn is taken while the transaction still holds its locks. So the turns of one stream have the order of its
  // commits (announcer.hpp).
  Announcer::Turn turn(announcer_, std::move(events));
  course.is_committing = true;
  connection_->connection.commit();
  course.is_committing = false;
  turn.announce();
}

// Decides whether a unit that failed runs again: after a conflict, or if its connection had died before the unit began.
bool Workers::Worker::may_run_again(const PostgresError& failure, Course& course) {
  connection_->connection.roll_back();
  if (failure.fault() == Fault::lost) {
    const bool was_cut = connection_->watched.was_cut();
    connection_.reset();
    if (course.is_committing) connector_.lost_commit();
    if (was_cut) connector_.went_away("The server does not answer.");
    // A connection that had been idle may have been dead before. Nothing was committed on it, so the unit can run
    // again.
    const bool was_dead_before = course.was_connection_used && !course.is_committing && !was_cut;
    return was_dead_before && !std::exchange(course.has_reconnected, true);
  }
  connection_->watched.release();
  if (failure.fault() == Fault::conflict && course.runs < kMostRuns) {
    course.is_committing = false;
    return true;
  }
  log::error("database.unit_failed", {{"reason", failure.what()}, {"runs", course.runs}});
  return false;
}

Workers::Workers(Access access, std::size_t threads, std::size_t queue_limit, Connector& connector,
                 Announcer& announcer)
    : access_(access) {
  const std::size_t queues = access == Access::read ? 1 : threads;
  for (std::size_t i = 0; i < queues; ++i) {
    queues_.push_back(std::make_unique<WorkQueue>(std::max<std::size_t>(queue_limit / queues, 1)));
  }
  for (std::size_t i = 0; i < threads; ++i) {
    workers_.push_back(std::make_unique<Worker>(access, *queues_[i % queues], connector, announcer));
    threads_.emplace_back([worker = workers_.back().get()] { worker->work(); });
    pthread_setname_np(threads_.back().native_handle(), access == Access::read ? "pg-reader" : "pg-writer");
  }
}

Workers::~Workers() = default;

void Workers::finish() {
  for (const auto& queue : queues_) queue->close();
  threads_.clear();
}

void Workers::refuse_waiting() {
  for (const auto& queue : queues_) {
    for (const auto& unit : queue->take_waiting()) unit->finish(std::unexpected(unavailable_error(access_)));
  }
}

std::size_t Workers::queued() const {
  std::size_t queued = 0;
  for (const auto& queue : queues_) queued += queue->size();
  return queued;
}

WorkQueue& Workers::queue_for(const UnitOfWork& unit) {
  return *queues_[unit.lane.value_or(turn_.fetch_add(1, std::memory_order_relaxed)) % queues_.size()];
}

}  // namespace parley::postgres
