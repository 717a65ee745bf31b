// An open loop: things to do at a fixed rate whatever happens. What comes late is done as well and counts from when it
// was due, so that a slow server is not spared the load and cannot hide the wait. A value; one thread.
#pragma once

#include <chrono>
#include <optional>

#include "client/clients.hpp"

namespace parley::bench {

class Pace {
 public:
  Pace(double per_second, Instant start)
      : interval_(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(1 / per_second))),
        next_(start) {}

  // When the next thing was due, where that is over by now; asked again until there is none.
  std::optional<Instant> take(Instant now) {
    if (next_ > now) return std::nullopt;
    const Instant due = next_;
    next_ += interval_;
    return due;
  }
  Instant next() const { return next_; }
  void restart(Instant start) { next_ = start; }

 private:
  std::chrono::nanoseconds interval_;
  Instant next_;
};

}  // namespace parley::bench
