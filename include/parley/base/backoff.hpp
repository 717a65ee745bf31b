// How long to wait before connecting again. Pure, randomness passed in; the owner keeps it to one thread.
#pragma once

#include <cstdint>

#include <parley/base/time.hpp>

namespace parley {

// Exponential backoff with full jitter: a random time between nothing and min(ceiling, base · 2^attempts). Spreading
// over the whole span keeps clients that lost their server at the same moment from coming back in waves (AWS
// Architecture Blog, "Exponential Backoff and Jitter", 2015).
class ReconnectBackoff {
 public:
  // 0 < base <= ceiling.
  ReconnectBackoff(milliseconds base, milliseconds ceiling);

  // The wait before the next attempt. `random` is uniform over all 32-bit numbers, as random_number() gives it.
  milliseconds next(std::uint32_t random);

  // A connection was made: the next failure starts from the base again.
  void reset() { span_ = base_; }

 private:
  milliseconds base_;
  milliseconds ceiling_;
  milliseconds span_;
};

}  // namespace parley
