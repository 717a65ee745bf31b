#include <parley/base/metrics.hpp>

#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

TEST(Metrics, every_declared_metric_is_listed_once_with_a_name_and_a_help_text) {
  const Metrics metrics;
  std::set<std::string_view> names;
  for (const auto& metric : metrics.metrics()) {
    const MetricName name = std::visit([](const auto* each) { return each->name(); }, metric);
    EXPECT_TRUE(names.insert(name.name).second) << name.name;
    EXPECT_TRUE(name.help.ends_with('.')) << name.name;
    const bool counts_up = std::holds_alternative<const Counter*>(metric) ||
                           std::holds_alternative<const CounterFamily<std::uint16_t>*>(metric) ||
                           std::holds_alternative<const CounterFamily<ErrorCode>*>(metric) ||
                           std::holds_alternative<const CounterFamily<SecurityCause>*>(metric);
    EXPECT_EQ(name.name.ends_with("_total"), counts_up) << name.name;
  }
  EXPECT_GE(names.size(), 20U);
}

TEST(Metrics, a_gauge_goes_up_and_down) {
  MetricSet set;
  Gauge gauge{set, "g", "G."};
  gauge.add(5);
  gauge.subtract(7);
  EXPECT_EQ(gauge.value(), -2);
  gauge.set(3);
  EXPECT_EQ(gauge.value(), 3);
}

TEST(Metrics, no_count_is_lost_between_threads) {
  Metrics metrics;
  constexpr std::uint64_t kEach = 20'000;
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (std::uint64_t n = 0; n < kEach; ++n) {
          metrics.deliveries.add();
          metrics.commit_batch_size.observe(n % 7);
          metrics.closes.add(static_cast<std::uint16_t>(1000 + n % 50));
        }
      });
    }
  }
  EXPECT_EQ(metrics.deliveries.value(), 4 * kEach);
  EXPECT_EQ(metrics.commit_batch_size.snapshot().count, 4 * kEach);
  EXPECT_EQ(metrics.closes.value(1000), 4 * kEach / 50);
}

TEST(Metrics, a_value_falls_into_the_first_bucket_whose_bound_it_does_not_exceed) {
  static constexpr std::array kBounds = {1.0, 10.0, 100.0};
  EXPECT_TRUE(rc::check([](const std::vector<std::uint16_t>& values) {
    MetricSet set;
    Histogram histogram{set, "h", "H.", Histogram::Unit::items, kBounds};
    std::vector<std::uint64_t> expected(4);
    double sum = 0;
    for (const std::uint16_t value : values) {
      histogram.observe(value);
      ++expected[value <= 1 ? 0 : value <= 10 ? 1 : value <= 100 ? 2 : 3];
      sum += value;
    }
    const auto snapshot = histogram.snapshot();
    RC_ASSERT(snapshot.buckets == expected);
    RC_ASSERT(snapshot.count == values.size());
    RC_ASSERT(snapshot.sum == sum);
  }));
}

TEST(Metrics, durations_are_exported_in_seconds) {
  static constexpr std::array kBounds = {0.001, 0.01};
  MetricSet set;
  Histogram histogram{set, "h", "H.", Histogram::Unit::seconds, kBounds};
  histogram.observe(std::chrono::milliseconds(1));
  histogram.observe(std::chrono::microseconds(1500));
  histogram.observe(std::chrono::seconds(2));
  histogram.observe(std::chrono::milliseconds(-5));  // a clock that was set back gives a negative duration
  const auto snapshot = histogram.snapshot();
  EXPECT_EQ(snapshot.bounds, (std::vector<double>{0.001, 0.01}));
  EXPECT_EQ(snapshot.buckets, (std::vector<std::uint64_t>{2, 1, 1}));
  EXPECT_DOUBLE_EQ(snapshot.sum, 2.0025);
}

TEST(Metrics, codes_beyond_the_slots_count_together) {
  MetricSet set;
  CounterFamily<std::uint16_t> family{set, "f", "F.", "code"};
  for (std::uint16_t code = 3000; code < 3100; ++code) family.add(code, 2);
  std::map<int, std::uint64_t> seen;
  family.for_each([&](int code, std::uint64_t count) { seen[code] = count; });
  EXPECT_EQ(seen.size(), 65U);
  EXPECT_EQ(seen.at(family.kOther), 2U * 36);
  EXPECT_EQ(family.value(3000), 2U);
  EXPECT_EQ(family.value(3099), 0U);
}

TEST(Metrics, errors_are_counted_by_their_code) {
  Metrics metrics;
  metrics.errors.add(ErrorCode::invalid_request);
  metrics.errors.add(ErrorCode::overloaded, 3);
  EXPECT_EQ(metrics.errors.value(ErrorCode::invalid_request), 1U);
  EXPECT_EQ(metrics.errors.value(ErrorCode::overloaded), 3U);
  EXPECT_EQ(metrics.errors.value(ErrorCode::internal), 0U);
}

}  // namespace
}  // namespace parley
