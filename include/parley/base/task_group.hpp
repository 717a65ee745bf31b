// Holds the coroutines of one event loop and can cancel and await them; no coroutine is spawned in any other way. The
// owner of the loop owns its group and must await the end of all children before the loop is destroyed. Every call is
// made on that loop. The two stages of cancellation follow Beast's example server-flex-awaitable.
#pragma once

#include <cstddef>
#include <list>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <parley/base/task.hpp>
#include <parley/base/time.hpp>

namespace parley {

// A timer on the loop's own executor type.
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

class TaskGroup {
 public:
  explicit TaskGroup(Executor loop) : loop_(loop) {}
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // Starts the child in the loop's next turn. A child catches its own exceptions. An exception that escapes from it is
  // a bug and leaves the loop's run(), except for operation_aborted, which is how a cancelled child ends.
  void spawn(Awaitable<void> child);

  // Begins the first stage, with the cancellation type `total`. It interrupts a child only at a point for which the
  // child has enabled that type, because stopping there loses nothing. The other children see the request when they
  // check for it, and finish their work.
  void stop() { emit(asio::cancellation_type::total); }

  // Begins the second stage, with the cancellation type `terminal`: the operation on which each child waits ends with
  // operation_aborted.
  void abort() { emit(asio::cancellation_type::terminal); }

  // Waits until the last child has ended. Returns false if the deadline came first.
  // REQUIRES: no other join() is waiting, and the caller is not a child of this group.
  Awaitable<bool> join(Instant deadline);

  std::size_t size() const { return children_.size(); }

 private:
  void emit(asio::cancellation_type type);

  Executor loop_;
  std::list<asio::cancellation_signal> children_;
  Timer* waiter_ = nullptr;
};

}  // namespace parley
