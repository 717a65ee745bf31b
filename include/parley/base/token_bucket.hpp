// Limits how often something may happen, with a bucket that holds `burst` tokens and gains `per_second` tokens a
// second. Pure code: the caller passes the time in. Each owner uses its bucket on one thread or under its own mutex.
#pragma once

#include <optional>

#include <parley/base/time.hpp>

namespace parley {

struct TokenRate {
  double per_second = 0;  // 0: unlimited
  double burst = 1;
};

// The only state is the time at which the bucket will be full again, in whole nanoseconds (the "virtual scheduling"
// form of the leaky bucket, ITU-T I.371 annex A). So there is nothing to refill, and rounding errors do not add up. If
// the time passed in goes back, the bucket has fewer tokens until the time has caught up, never more.
class TokenBucket {
 public:
  // REQUIRES: rate.per_second >= 0 and rate.burst > 0.
  explicit TokenBucket(TokenRate rate);

  // Takes `cost` tokens and returns nothing. If there are too few, takes none and returns how long to wait until there
  // are enough. A cost above the burst counts as the whole burst, since it would otherwise wait forever.
  // REQUIRES: cost >= 0.
  std::optional<milliseconds> take(Instant now, double cost = 1);

  // Takes `cost` tokens even if there are fewer. The bucket then owes them and gives none until it has gained them. It
  // never owes more than the burst, so that every wait is bounded.
  // REQUIRES: cost >= 0.
  void charge(Instant now, double cost);

  // Puts `cost` tokens back that take() gave out for something that does not count after all.
  // REQUIRES: cost >= 0.
  void give_back(Instant now, double cost = 1);

  // Returns the number of tokens now, between 0 and the burst.
  double remaining(Instant now) const;

  // Returns whether the bucket is full. A full bucket is equal to a new one, so its owner can drop it.
  bool is_full(Instant now) const { return full_at_ <= now; }

 private:
  using Span = std::chrono::nanoseconds;

  Span time_to_fill(double tokens) const;
  Span missing(Instant now) const { return is_full(now) ? Span(0) : full_at_ - now; }

  double burst_;
  double nanoseconds_per_token_;  // 0: unlimited
  Instant full_at_ = Instant::min();
};

}  // namespace parley
