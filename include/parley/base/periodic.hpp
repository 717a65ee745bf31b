// Does something at regular intervals. Lives on one loop.
#pragma once

#include <functional>

#include <parley/base/task_group.hpp>

namespace parley {

class Periodic {
 public:
  Periodic(Executor loop, milliseconds interval, std::function<Awaitable<void>()> work);

  // Works for the first time after one interval.
  void start();
  // Works for the first time at once.
  void start_now();
  // Ends the work, also if it is under way.
  Awaitable<void> stop(Instant deadline);

 private:
  Awaitable<void> work_after_each_interval();
  Awaitable<void> work_from_now_on();

  Executor loop_;
  milliseconds interval_;
  std::function<Awaitable<void>()> work_;
  TaskGroup running_;
};

}  // namespace parley
