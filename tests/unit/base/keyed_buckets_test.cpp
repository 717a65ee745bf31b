#include <parley/base/keyed_buckets.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

const Instant kStart = Instant(std::chrono::hours(1));
constexpr TokenRate kOneASecond{.per_second = 1, .burst = 1};

TEST(KeyedBuckets, each_key_has_a_bucket_of_its_own) {
  KeyedBuckets<std::string> buckets(kOneASecond, 10);
  EXPECT_EQ(buckets.take("ada", kStart), std::nullopt);
  EXPECT_EQ(buckets.take("bob", kStart), std::nullopt);
  EXPECT_EQ(buckets.take("ada", kStart), seconds(1));
  EXPECT_EQ(buckets.remaining("ada", kStart), 0);
  EXPECT_EQ(buckets.remaining("eve", kStart), 1);
  EXPECT_EQ(buckets.size(), 2U);
}

TEST(KeyedBuckets, a_key_in_the_full_table_keeps_its_bucket_and_newcomers_share_one) {
  KeyedBuckets<int> buckets({.per_second = 1, .burst = 2}, 3);
  for (int key = 0; key < 3; ++key) EXPECT_EQ(buckets.take(key, kStart), std::nullopt);
  EXPECT_EQ(buckets.remaining(100, kStart), 2);
  EXPECT_EQ(buckets.take(100, kStart), std::nullopt);
  EXPECT_EQ(buckets.take(101, kStart), std::nullopt);
  EXPECT_EQ(buckets.take(102, kStart), seconds(1));
  EXPECT_EQ(buckets.remaining(103, kStart), 0);
  EXPECT_EQ(buckets.take(1, kStart), std::nullopt);
  EXPECT_EQ(buckets.size(), 3U);
}

TEST(KeyedBuckets, full_buckets_make_room_for_newcomers) {
  KeyedBuckets<int> buckets(kOneASecond, 100);
  for (int key = 0; key < 100; ++key) buckets.take(key, kStart);
  EXPECT_EQ(buckets.size(), 100U);
  for (int key = 100; key < 200; ++key) EXPECT_EQ(buckets.take(key, kStart + seconds(1)), std::nullopt);
  EXPECT_LE(buckets.size(), 100U);
  for (int key = 100; key < 200; ++key) EXPECT_NE(buckets.take(key, kStart + seconds(1)), std::nullopt) << key;
}

TEST(KeyedBuckets, a_rate_of_zero_limits_nothing_and_remembers_nobody) {
  KeyedBuckets<int> buckets({.per_second = 0, .burst = 1}, 1);
  for (int key = 0; key < 100; ++key) EXPECT_EQ(buckets.take(key, kStart, 50), std::nullopt);
  EXPECT_EQ(buckets.size(), 0U);
}

// Compares with one plain bucket for each key: dropping full buckets changes no answer while there is room.
TEST(KeyedBuckets, dropping_full_buckets_changes_no_answer) {
  EXPECT_TRUE(rc::check([] {
    constexpr std::size_t kKeys = 20;
    KeyedBuckets<std::size_t> buckets({.per_second = 5, .burst = 3}, kKeys);
    std::vector<TokenBucket> plain(kKeys, TokenBucket({.per_second = 5, .burst = 3}));
    Instant now = kStart;
    const auto visit = rc::gen::pair(rc::gen::inRange<std::size_t>(0, kKeys), rc::gen::inRange(0, 700));
    for (const auto& [key, after] : *rc::gen::container<std::vector<std::pair<std::size_t, int>>>(visit)) {
      now += milliseconds(after);
      RC_ASSERT(buckets.take(key, now) == plain[key].take(now));
    }
  }));
}

TEST(KeyedBuckets, memory_is_bounded_whatever_comes) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint16_t>& keys) {
    KeyedBuckets<std::uint16_t> buckets(kOneASecond, 7);
    Instant now = kStart;
    for (const std::uint16_t key : keys) {
      buckets.take(key, now += milliseconds(*rc::gen::inRange(0, 400)));
      RC_ASSERT(buckets.size() <= 7U);
    }
  }));
}

TEST(KeyedBuckets, threads_together_get_no_more_than_one_would) {
  KeyedBuckets<int> buckets({.per_second = 1, .burst = 100}, 10);
  std::atomic<int> granted = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int attempt = 0; attempt < 1000; ++attempt) granted += buckets.take(attempt % 5, kStart) ? 0 : 1;
      });
    }
  }
  EXPECT_EQ(granted, 500);
}

}  // namespace
}  // namespace parley
