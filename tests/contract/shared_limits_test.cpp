// What shared limits promise, in memory and in Redis.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/bus_cluster.hpp"

namespace parley::testing {
namespace {

using namespace std::string_literals;

// The rate is so slow that no token comes back during a test.
constexpr TokenRate kSlow{.per_second = 0.001, .burst = 5};

class SharedLimitsTest : public ::testing::TestWithParam<BusKind> {
 protected:
  std::optional<milliseconds> take(std::size_t node, const std::string& key, TokenRate rate = kSlow) {
    return cluster_->loop(node).run(cluster_->limits(node).take(key, rate));
  }

  void give_back(std::size_t node, const std::string& key) {
    cluster_->loop(node).run(cluster_->limits(node).give_back(key, kSlow));
  }

  std::unique_ptr<BusCluster> cluster_ = GetParam().create();
};

TEST_P(SharedLimitsTest, a_burst_is_allowed_and_then_no_more) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(take(0, "key"), std::nullopt);
  const auto wait = take(0, "key");
  ASSERT_TRUE(wait);
  EXPECT_GT(*wait, seconds(900));
  EXPECT_LE(*wait, seconds(1000));
}

TEST_P(SharedLimitsTest, what_one_node_has_allowed_counts_on_every_other) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(take(static_cast<std::size_t>(i % 2), "key"), std::nullopt);
  EXPECT_TRUE(take(0, "key"));
  EXPECT_TRUE(take(1, "key"));
}

TEST_P(SharedLimitsTest, every_key_has_a_bucket_of_its_own) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(take(0, "key"), std::nullopt);
  EXPECT_TRUE(take(0, "key"));
  EXPECT_EQ(take(0, "another"), std::nullopt);
  EXPECT_EQ(take(0, "with \r\n and \0 in it"s), std::nullopt);
}

TEST_P(SharedLimitsTest, what_is_given_back_on_one_node_can_be_taken_on_another) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(take(0, "key"), std::nullopt);
  EXPECT_TRUE(take(1, "key"));
  give_back(0, "key");
  EXPECT_EQ(take(0, "key"), std::nullopt);
  EXPECT_TRUE(take(1, "key"));
  for (int i = 0; i < 10; ++i) give_back(0, "key");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(take(0, "key"), std::nullopt) << "a bucket is never more than full";
  EXPECT_TRUE(take(0, "key"));
}

TEST_P(SharedLimitsTest, tokens_come_back_at_their_rate) {
  constexpr TokenRate kRate{.per_second = 20, .burst = 2};
  EXPECT_EQ(take(0, "key", kRate), std::nullopt);
  EXPECT_EQ(take(0, "key", kRate), std::nullopt);
  const auto wait = take(0, "key", kRate);
  ASSERT_TRUE(wait);
  EXPECT_LE(*wait, milliseconds(50));
  EXPECT_TRUE(eventually([&] { return !take(0, "key", kRate); }));
}

TEST_P(SharedLimitsTest, a_refusal_takes_nothing) {
  constexpr TokenRate kRate{.per_second = 5, .burst = 1};
  EXPECT_EQ(take(0, "key", kRate), std::nullopt);
  // A client that asks all the time gets its next token no later.
  const Instant start = Instant::clock::now();
  EXPECT_TRUE(eventually([&] { return !take(0, "key", kRate); }));
  EXPECT_GE(Instant::clock::now() - start, milliseconds(150));
}

TEST_P(SharedLimitsTest, a_rate_of_zero_is_no_limit) {
  constexpr TokenRate kUnlimited{.per_second = 0, .burst = 1};
  for (int i = 0; i < 100; ++i) ASSERT_EQ(take(0, "key", kUnlimited), std::nullopt);
}

TEST_P(SharedLimitsTest, many_at_once_get_the_burst_between_them) {
  constexpr TokenRate kRate{.per_second = 0.001, .burst = 50};
  std::atomic<int> allowed = 0;
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 40; ++i) {
        if (!take(thread % 2, "key", kRate)) ++allowed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(allowed, 50);
}

PARLEY_FOR_EVERY_BUS(SharedLimitsTest);

}  // namespace
}  // namespace parley::testing
