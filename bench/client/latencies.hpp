// A histogram of durations in the style of HdrHistogram. Its buckets grow with the value and are at most 1.6 % wide: a
// percentile has that precision, and recording is one addition. A value; one thread.
#pragma once

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <vector>

namespace parley::bench {

class Latencies {
 public:
  void record(std::chrono::nanoseconds duration) {
    const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
    ++buckets_[std::min(bucket_of(value), kBuckets - 1)];
    ++count_;
  }

  std::uint64_t count() const { return count_; }

  // Returns the duration that the given share (such as 0.99) of the recorded ones did not exceed, or zero if there are
  // none.
  std::chrono::nanoseconds percentile(double share) const {
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
      seen += buckets_[bucket];
      if (seen > wanted) return std::chrono::nanoseconds(greatest_in(bucket));
    }
    return std::chrono::nanoseconds(0);
  }

 private:
  // Each power of two has that many buckets. Smaller values have one bucket for each nanosecond.
  static constexpr std::size_t kCut = 64;
  static constexpr std::size_t kPowers = 36;  // up to 2^42 ns, more than an hour
  static constexpr std::size_t kBuckets = (kPowers + 1) * kCut;

  static std::size_t bucket_of(std::uint64_t value) {
    if (value < kCut) return value;
    const auto shift = static_cast<std::size_t>(std::bit_width(value)) - std::bit_width(kCut);
    return shift * kCut + (value >> shift);
  }
  static std::int64_t greatest_in(std::size_t bucket) {
    if (bucket < 2 * kCut) return static_cast<std::int64_t>(bucket);
    const std::size_t shift = bucket / kCut - 1;
    return static_cast<std::int64_t>(((bucket - shift * kCut + 1) << shift) - 1);
  }

  std::vector<std::uint64_t> buckets_ = std::vector<std::uint64_t>(kBuckets);
  std::uint64_t count_ = 0;
};

}  // namespace parley::bench
