// Decides how long to wait before the next attempt to connect. Pure code: the caller passes the random number in. Each
// owner uses its object on one thread.
#pragma once

#include <cstdint>

#include <parley/base/time.hpp>

namespace parley {

// Implements exponential backoff with full jitter: each wait is a random time between 0 and min(ceiling,
// base · 2^attempts). Using the whole span prevents clients that lost their server at the same moment from reconnecting
// in waves (AWS Architecture Blog, "Exponential Backoff and Jitter", 2015).
class ReconnectBackoff {
 public:
  // REQUIRES: 0 < base <= ceiling <= one day.
  ReconnectBackoff(milliseconds base, milliseconds ceiling);

  // Returns the wait before the next attempt, and doubles the span for the attempt after it. `random` must be uniform
  // over all 32-bit numbers, as random_number() returns it.
  milliseconds next(std::uint32_t random);

  // Starts from the base again. Call it when a connection was established.
  void reset() { span_ = base_; }

 private:
  milliseconds base_;
  milliseconds ceiling_;
  milliseconds span_;
};

}  // namespace parley
