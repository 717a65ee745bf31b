#include <parley/base/token_bucket.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

using std::chrono::nanoseconds;

const Instant kStart = Instant(std::chrono::hours(1));

TEST(TokenBucket, a_burst_passes_and_the_next_waits_for_its_token) {
  TokenBucket bucket({.per_second = 10, .burst = 20});
  for (int i = 0; i < 20; ++i) EXPECT_EQ(bucket.take(kStart), std::nullopt);
  EXPECT_EQ(bucket.take(kStart), milliseconds(100));
  EXPECT_EQ(bucket.take(kStart + milliseconds(60)), milliseconds(40));
  EXPECT_EQ(bucket.take(kStart + milliseconds(100)), std::nullopt);
  EXPECT_EQ(bucket.take(kStart + milliseconds(100)), milliseconds(100));
}

TEST(TokenBucket, a_rate_that_does_not_divide_a_second_gives_the_whole_burst) {
  for (const double rate : {3.0, 7.0, 0.3, 1e6 / 3}) {
    TokenBucket bucket({.per_second = rate, .burst = 3});
    for (int i = 0; i < 3; ++i) EXPECT_EQ(bucket.take(kStart), std::nullopt) << rate;
    EXPECT_NE(bucket.take(kStart), std::nullopt) << rate;
  }
}

TEST(TokenBucket, what_remains_is_the_burst_less_what_was_taken_plus_what_came) {
  TokenBucket bucket({.per_second = 2, .burst = 10});
  EXPECT_EQ(bucket.remaining(kStart), 10);
  EXPECT_TRUE(bucket.is_full(kStart));
  bucket.take(kStart, 8);
  EXPECT_EQ(bucket.remaining(kStart), 2);
  EXPECT_FALSE(bucket.is_full(kStart));
  EXPECT_EQ(bucket.remaining(kStart + seconds(1)), 4);
  EXPECT_EQ(bucket.remaining(kStart + seconds(60)), 10);
  EXPECT_TRUE(bucket.is_full(kStart + seconds(4)));
}

TEST(TokenBucket, a_refusal_takes_nothing) {
  TokenBucket bucket({.per_second = 1, .burst = 5});
  bucket.take(kStart, 3);
  EXPECT_EQ(bucket.take(kStart, 4), seconds(2));
  EXPECT_EQ(bucket.remaining(kStart), 2);
}

TEST(TokenBucket, a_charge_may_leave_a_debt_of_at_most_the_burst) {
  TokenBucket bucket({.per_second = 10, .burst = 20});
  bucket.charge(kStart, 25);
  EXPECT_EQ(bucket.remaining(kStart), 0);
  EXPECT_EQ(bucket.take(kStart), milliseconds(600));
  bucket.charge(kStart, 1e9);
  EXPECT_EQ(bucket.take(kStart), milliseconds(2'100));
  EXPECT_EQ(bucket.remaining(kStart + seconds(4)), 20);
}

TEST(TokenBucket, a_rate_of_zero_is_no_limit) {
  TokenBucket bucket({.per_second = 0, .burst = 1});
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(bucket.take(kStart, 1e9), std::nullopt);
  EXPECT_EQ(bucket.remaining(kStart), 1);
  EXPECT_TRUE(bucket.is_full(kStart));
}

TEST(TokenBucket, a_cost_above_the_burst_waits_for_a_full_bucket) {
  TokenBucket bucket({.per_second = 1, .burst = 5});
  EXPECT_EQ(bucket.take(kStart, 100), std::nullopt);
  EXPECT_EQ(bucket.take(kStart, 100), seconds(5));
  EXPECT_EQ(bucket.take(kStart + seconds(5), 100), std::nullopt);
}

TEST(TokenBucket, the_slowest_rates_stay_within_arithmetic) {
  TokenBucket bucket({.per_second = 1e-12, .burst = 1e12});
  EXPECT_EQ(bucket.take(kStart, 1e12), std::nullopt);
  EXPECT_GT(bucket.take(kStart, 1e12), seconds(0));
}

// A request for some tokens, some time after the last one (or before it, with a clock that was set back).
struct Visit {
  nanoseconds after;
  double cost;
};

rc::Gen<Visit> any_visit(std::int64_t least_step) {
  return rc::gen::map(
      rc::gen::pair(rc::gen::inRange<std::int64_t>(least_step, 2'000'000'000), rc::gen::inRange(0, 500)),
      [](const auto& drawn) { return Visit{nanoseconds(drawn.first), drawn.second / 100.0}; });
}

TokenRate any_rate() {
  return {.per_second = *rc::gen::inRange(1, 100'000) / 1000.0, .burst = *rc::gen::inRange(50, 2'000) / 100.0};
}

struct Grant {
  Instant at;
  double cost;
};

TEST(TokenBucket, no_window_sees_more_than_the_burst_and_the_rate_times_its_length) {
  EXPECT_TRUE(rc::check([] {
    const TokenRate rate = any_rate();
    TokenBucket bucket(rate);
    std::vector<Grant> grants;
    Instant now = kStart;
    for (const auto& [after, cost] : *rc::gen::container<std::vector<Visit>>(any_visit(0))) {
      now += after;
      if (!bucket.take(now, cost)) grants.push_back({now, std::min(cost, rate.burst)});
    }
    for (std::size_t first = 0; first < grants.size(); ++first) {
      double taken = 0;
      for (std::size_t last = first; last < grants.size(); ++last) {
        taken += grants[last].cost;
        const double length = std::chrono::duration<double>(grants[last].at - grants[first].at).count();
        RC_ASSERT(taken <= rate.burst + rate.per_second * length + 1e-6);
      }
    }
  }));
}

TEST(TokenBucket, waiting_what_it_says_lets_it_pass_and_a_millisecond_less_does_not) {
  EXPECT_TRUE(rc::check([] {
    TokenBucket bucket(any_rate());
    Instant now = kStart;
    for (const auto& [after, cost] : *rc::gen::container<std::vector<Visit>>(any_visit(-1'000'000'000))) {
      now += after;
      const auto wait = bucket.take(now, cost);
      if (!wait) continue;
      RC_ASSERT(*wait > milliseconds(0));
      RC_ASSERT(TokenBucket(bucket).take(now + *wait - milliseconds(1), cost).has_value());
      RC_ASSERT(!TokenBucket(bucket).take(now + *wait, cost).has_value());
    }
  }));
}

TEST(TokenBucket, a_clock_that_goes_back_never_gives_more) {
  EXPECT_TRUE(rc::check([] {
    const TokenRate rate = any_rate();
    TokenBucket bucket(rate);
    Instant now = kStart;
    Instant earliest = kStart;
    Instant latest = kStart;
    double taken = 0;
    for (const auto& [after, cost] : *rc::gen::container<std::vector<Visit>>(any_visit(-2'000'000'000))) {
      now += after;
      earliest = std::min(earliest, now);
      latest = std::max(latest, now);
      const double before = bucket.remaining(now);
      if (!bucket.take(now, cost)) {
        taken += std::min(cost, rate.burst);
        RC_ASSERT(bucket.remaining(now) <= before - std::min(cost, rate.burst) + 1e-6);
      }
      const double length = std::chrono::duration<double>(latest - earliest).count();
      RC_ASSERT(taken <= rate.burst + rate.per_second * length + 1e-6);
    }
  }));
}

TEST(TokenBucket, what_is_given_back_can_be_taken_again_and_no_more) {
  constexpr Instant kNow{seconds(1000)};
  TokenBucket bucket({.per_second = 0.001, .burst = 3});
  bucket.give_back(kNow);
  EXPECT_EQ(bucket.remaining(kNow), 3);
  EXPECT_FALSE(bucket.take(kNow, 3));
  EXPECT_TRUE(bucket.take(kNow));
  bucket.give_back(kNow);
  EXPECT_FALSE(bucket.take(kNow));
  EXPECT_TRUE(bucket.take(kNow));
  bucket.give_back(kNow, 10);
  EXPECT_EQ(bucket.remaining(kNow), 3);
}

}  // namespace
}  // namespace parley
