// Flushes what was collected in memory a moment after the first of it came, so that what comes meanwhile goes with it.
// Lives on one loop; any thread may ask.
#pragma once

#include <functional>

#include <parley/base/task_group.hpp>

namespace parley {

class DelayedFlush {
 public:
  DelayedFlush(Executor loop, milliseconds delay, std::function<Awaitable<void>()> flush);

  // Flushes after the delay. Any thread; what is collected asks once, when it stops being empty.
  void request();
  // Drops what was requested and flushes no more. On the loop.
  Awaitable<void> stop(Instant deadline);

 private:
  Awaitable<void> pause_and_flush();

  Executor loop_;
  milliseconds delay_;
  std::function<Awaitable<void>()> flush_;
  TaskGroup running_;
  bool is_stopped_ = false;  // on the loop
};

}  // namespace parley
