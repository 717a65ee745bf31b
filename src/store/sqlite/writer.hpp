// The thread that writes. It takes all units that wait, commits them in one transaction and only then tells of them, so
// that what anybody hears of is on disk: commit, announce, finish. Owned by the database; any thread submits.
#pragma once

#include <atomic>
#include <span>
#include <thread>

#include <parley/store/database.hpp>

#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/stores.hpp"
#include "store/work_queue.hpp"

namespace parley::sqlite {

class Writer {
 public:
  Writer(std::unique_ptr<Connection> connection, Checkpointer& checkpointer, Epoch epoch, std::size_t queue_limit);
  // Commits what waits, then joins.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // False, with the unit still the caller's, when too much waits already.
  [[nodiscard]] bool add(std::unique_ptr<UnitOfWork>& unit) { return queue_.add(unit); }
  void set_commit_listener(CommitListener listener) { listener_ = std::move(listener); }
  std::size_t queued() const { return queue_.size(); }
  bool works() const { return works_.load(std::memory_order_relaxed); }  // the last transaction did not fail
  std::uint64_t failures() const { return failures_.load(std::memory_order_relaxed); }

 private:
  struct Unit;

  void work();
  void commit(std::span<Unit> units);
  void run(Unit& unit, bool alone);
  void roll_back();
  void copy_log();

  std::unique_ptr<Connection> connection_;
  bool is_log_too_long_ = false;
  SqliteTransaction transaction_;
  WorkQueue queue_;
  CommitListener listener_;
  std::atomic<bool> works_{true};
  std::atomic<std::uint64_t> failures_{0};
  std::jthread thread_;
};

}  // namespace parley::sqlite
