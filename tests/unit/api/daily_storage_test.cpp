#include <parley/api/daily_storage.hpp>

#include <gtest/gtest.h>

#include "unit/api/api_test.hpp"

namespace parley::testing {
namespace {

// Gives out so many portions, and counts how often it is asked.
class CountedLimits final : public SharedLimits {
 public:
  Awaitable<std::optional<milliseconds>> take(std::string, TokenRate) override {
    ++asked;
    if (left == 0) co_return milliseconds(1'000);
    --left;
    co_return std::nullopt;
  }
  Awaitable<void> give_back(std::string, TokenRate) override { co_return; }

  int left = 1'000;
  int asked = 0;
};

class DailyStorageTest : public ::testing::Test {
 protected:
  // A portion is 100 bytes.
  DailyStorageTest() {
    limits_.stored_bytes_per_day = 12'800;
    limits_.body_bytes = 100;
    storage_.emplace(shared_, limits_);
  }
  // Stores bytes, and asks for a portion if that is needed. Returns false if the bytes are refused.
  bool store(std::size_t bytes) {
    const auto needs_more = storage_->take(user_, bytes);
    if (needs_more.value_or(false)) renew();
    return needs_more.has_value();
  }
  void renew() {
    run([](DailyStorage& storage, UserId user) -> Awaitable<bool> {
      co_await storage.renew(user);
      co_return true;
    }(*storage_, user_));
  }

  Limits limits_;
  CountedLimits shared_;
  std::optional<DailyStorage> storage_;
  UserId user_ = UserId::generate();
};

TEST_F(DailyStorageTest, a_node_asks_for_a_portion_when_less_than_one_is_left) {
  EXPECT_TRUE(store(100));
  EXPECT_EQ(shared_.asked, 0);
  EXPECT_TRUE(store(10));
  EXPECT_EQ(shared_.asked, 1);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(store(100));
  EXPECT_EQ(shared_.asked, 11);
}

TEST_F(DailyStorageTest, requests_at_the_same_time_ask_for_one_portion_together) {
  for (int i = 0; i < 11; ++i) EXPECT_TRUE(storage_->take(user_, 10));
  for (int i = 0; i < 11; ++i) renew();
  EXPECT_EQ(shared_.asked, 1);
}

TEST_F(DailyStorageTest, a_user_who_has_used_up_the_day_is_refused_and_owes_nothing_for_asking) {
  shared_.left = 3;
  int stored = 0;
  while (stored < 1'000 && store(10)) ++stored;
  EXPECT_EQ(stored, 50);
  for (int i = 0; i < 5; ++i) renew();
  const auto refused = storage_->take(user_, 10);
  ASSERT_FALSE(refused);
  EXPECT_LE(refused.error().retry_after, seconds(4'400)) << "ten bytes of two hundred a day";
  EXPECT_TRUE(storage_->take(UserId::generate(), 10));
}

TEST_F(DailyStorageTest, no_limit_is_never_asked_for) {
  limits_.stored_bytes_per_day = 0;
  storage_.emplace(shared_, limits_);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(store(1'000));
  EXPECT_EQ(shared_.asked, 0);
}

}  // namespace
}  // namespace parley::testing
