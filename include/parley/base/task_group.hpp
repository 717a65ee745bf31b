// The coroutines that were started on one event loop and must have ended before it goes: no coroutine is spawned
// anywhere else. Owned by the loop it is made for; every call is made on that loop. The two stages of the end follow
// Beast's example server-flex-awaitable.
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

  // Starts the child in the loop's next turn. It catches its own exceptions; one that escapes, but for the
  // cancellation's own, is a bug and leaves the loop's run().
  void spawn(Awaitable<void> child);

  // First stage, cancellation type `total`: reaches a child only where it has enabled it, which it does where it may be
  // dropped without loss. The others notice when they look, and finish.
  void stop() { emit(asio::cancellation_type::total); }

  // Second stage, `terminal`: what every child is waiting for ends with operation_aborted.
  void abort() { emit(asio::cancellation_type::terminal); }

  // Waits for the last child to end; false when the deadline came first. One waiter at a time, which is no child.
  Awaitable<bool> join(Instant deadline);

  std::size_t size() const { return children_.size(); }

 private:
  void emit(asio::cancellation_type type);

  Executor loop_;
  std::list<asio::cancellation_signal> children_;
  Timer* waiter_ = nullptr;
};

}  // namespace parley
