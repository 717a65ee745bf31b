// The thread that writes. It commits all waiting units in one transaction, then announces their events, and then
// finishes the units. So every event that is announced is on disk. The database owns it; any thread may submit units.
#pragma once

#include <atomic>
#include <span>
#include <thread>

#include <parley/store/database.hpp>

#include "store/sqlite/checkpointer.hpp"
#include "store/work_queue.hpp"

namespace parley::sqlite {

class Writer {
 public:
  Writer(std::unique_ptr<Connection> connection, Checkpointer& checkpointer, Epoch epoch, std::size_t queue_limit);
  // Commits the waiting units, then joins the thread.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Queues a unit. Returns false and leaves the unit to the caller if the queue is full.
  [[nodiscard]] bool add(std::unique_ptr<UnitOfWork>& unit) { return queue_.add(unit); }
  // Sets the listener that gets the events after each commit, on the writer's thread.
  // REQUIRES: no unit has been added yet.
  void set_commit_listener(CommitListener listener) { listener_ = std::move(listener); }
  std::size_t queued() const { return queue_.size(); }
  // Returns whether the last transaction succeeded.
  bool works() const { return works_.load(std::memory_order_relaxed); }
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
  Transaction transaction_;
  WorkQueue queue_;
  CommitListener listener_;
  std::atomic<bool> works_{true};
  std::atomic<std::uint64_t> failures_{0};
  std::jthread thread_;
};

}  // namespace parley::sqlite
