#include <parley/base/metrics.hpp>

#include <cmath>

namespace parley {

Histogram::Histogram(MetricSet& set, std::string_view name, std::string_view help, Unit unit,
                     std::span<const double> bounds)
    : bound_count_(bounds.size()), unit_(unit), name_{name, help} {
  assert(bounds.size() <= kMaxBounds && std::ranges::is_sorted(bounds));
  // Bounds are stored as integers (nanoseconds or items), so that an observation compares integers only.
  std::ranges::transform(bounds, bounds_.begin(),
                         [&](double bound) { return static_cast<std::uint64_t>(std::llround(bound / scale())); });
  set.add(this);
}

// The count is the sum of the buckets read here, so that both always agree.
Histogram::Snapshot Histogram::snapshot() const {
  Snapshot snapshot;
  for (std::size_t i = 0; i < bound_count_; ++i) snapshot.bounds.push_back(static_cast<double>(bounds_[i]) * scale());
  for (std::size_t i = 0; i <= bound_count_; ++i) {
    snapshot.buckets.push_back(buckets_[i].load(std::memory_order_relaxed));
    snapshot.count += snapshot.buckets.back();
  }
  snapshot.sum = static_cast<double>(sum_.load(std::memory_order_relaxed)) * scale();
  return snapshot;
}

}  // namespace parley
