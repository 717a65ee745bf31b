// An open loop: it makes things happen at a fixed rate. If one is late it still happens, and its latency counts from
// the time when it was due. A slow server thus gets the same load and cannot hide the wait. A value; one thread.
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

  // Returns the time when the next thing was due, or nothing if it is not due yet. Call it until it returns nothing.
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
