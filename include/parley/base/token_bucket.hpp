// How often something may happen: a bucket that holds `burst` tokens and gains `rate` of them a second. Pure, time
// passed in; the owner keeps it to one thread.
#pragma once

#include <optional>

#include <parley/base/time.hpp>

namespace parley {

struct TokenRate {
  double per_second = 0;  // 0: unlimited
  double burst = 1;
};

// The bucket is kept as the moment at which it will be full again, in whole nanoseconds (the "virtual scheduling" form
// of the leaky bucket, ITU-T I.371 annex A): nothing to refill, no rounding that adds up. A clock that goes back makes
// the bucket less full until it has caught up, never fuller.
class TokenBucket {
 public:
  explicit TokenBucket(TokenRate rate);

  // Takes `cost` tokens, or takes nothing and says how long to wait until they are there. A cost above the burst counts
  // as the whole burst: it waits for a full bucket instead of for ever.
  std::optional<milliseconds> take(Instant now, double cost = 1);

  // Tokens there now, 0 to burst.
  double remaining(Instant now) const;

  // Nothing is known of a full bucket that a new one does not know: it can be dropped.
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
