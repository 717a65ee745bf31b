#include <parley/base/token_bucket.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace parley {
namespace {

// Longer spans are reduced to this one, so that adding them to a time cannot overflow.
constexpr double kLongestSpan = std::chrono::nanoseconds(std::chrono::years(10)).count();

}  // namespace

TokenBucket::TokenBucket(TokenRate rate)
    : burst_(rate.burst), nanoseconds_per_token_(rate.per_second > 0 ? std::ceil(1e9 / rate.per_second) : 0) {
  assert(rate.per_second >= 0 && rate.burst > 0);
}

std::optional<milliseconds> TokenBucket::take(Instant now, double cost) {
  assert(cost >= 0);
  if (nanoseconds_per_token_ == 0) return std::nullopt;
  const Span full_in = missing(now) + time_to_fill(std::min(cost, burst_));
  const Span allowed = time_to_fill(burst_);
  if (full_in > allowed) return std::chrono::ceil<milliseconds>(full_in - allowed);
  full_at_ = now + full_in;
  return std::nullopt;
}

void TokenBucket::charge(Instant now, double cost) {
  assert(cost >= 0);
  if (nanoseconds_per_token_ == 0) return;
  full_at_ = now + std::min(missing(now) + time_to_fill(cost), 2 * time_to_fill(burst_));
}

void TokenBucket::give_back(Instant now, double cost) {
  assert(cost >= 0);
  if (!is_full(now)) full_at_ -= time_to_fill(std::min(cost, burst_));
}

double TokenBucket::remaining(Instant now) const {
  if (nanoseconds_per_token_ == 0) return burst_;
  const double taken = static_cast<double>(missing(now).count()) / nanoseconds_per_token_;
  return std::clamp(burst_ - taken, 0.0, burst_);
}

TokenBucket::Span TokenBucket::time_to_fill(double tokens) const {
  return Span(static_cast<Span::rep>(std::ceil(std::min(tokens * nanoseconds_per_token_, kLongestSpan))));
}

}  // namespace parley
