#include <algorithm>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bus/redis/replay_guard.hpp"

namespace parley::redis {
namespace {

using Verdict = ReplayGuard::Verdict;
constexpr Time kNow{milliseconds(1'790'000'000'000)};

class ReplayGuardTest : public ::testing::Test {
 protected:
  Verdict judge(std::uint64_t number) { return guard_.judge(node_, number, kNow, kNow); }

  ReplayGuard guard_;
  const Uuid node_ = Uuid::generate();
};

TEST_F(ReplayGuardTest, a_message_is_accepted_once) {
  EXPECT_EQ(judge(1), Verdict::fresh);
  EXPECT_EQ(judge(2), Verdict::fresh);
  EXPECT_EQ(judge(1), Verdict::repeated);
  EXPECT_EQ(judge(2), Verdict::repeated);
}

TEST_F(ReplayGuardTest, senders_count_for_themselves) {
  EXPECT_EQ(judge(1), Verdict::fresh);
  EXPECT_EQ(guard_.judge(Uuid::generate(), 1, kNow, kNow), Verdict::fresh);
}

TEST_F(ReplayGuardTest, a_message_may_be_late_by_less_than_the_window) {
  const std::uint64_t late = 5;
  EXPECT_EQ(judge(late + ReplayGuard::kWindow), Verdict::fresh);
  EXPECT_EQ(judge(late), Verdict::repeated);
  EXPECT_EQ(judge(late + 1), Verdict::fresh);
  EXPECT_EQ(judge(late + 1), Verdict::repeated);
}

TEST_F(ReplayGuardTest, a_number_that_was_skipped_is_not_taken_for_an_older_one_with_its_place) {
  EXPECT_EQ(judge(1), Verdict::fresh);
  EXPECT_EQ(judge(2 + ReplayGuard::kWindow), Verdict::fresh);
  EXPECT_EQ(judge(1 + ReplayGuard::kWindow), Verdict::fresh);
}

TEST_F(ReplayGuardTest, a_message_is_worth_nothing_a_minute_after_it_was_sent) {
  EXPECT_EQ(guard_.judge(node_, 1, kNow - ReplayGuard::kLife, kNow), Verdict::fresh);
  EXPECT_EQ(guard_.judge(node_, 2, kNow - ReplayGuard::kLife - milliseconds(1), kNow), Verdict::stale);
  EXPECT_EQ(guard_.judge(node_, 3, kNow + ReplayGuard::kLife + milliseconds(1), kNow), Verdict::stale);
}

TEST_F(ReplayGuardTest, nodes_that_have_ended_are_forgotten) {
  judge(1);
  const Time later = kNow + 3 * ReplayGuard::kLife;
  guard_.judge(Uuid::generate(), 1, later, later);
  EXPECT_EQ(guard_.senders(), 1);
  EXPECT_EQ(guard_.judge(node_, 1, kNow, later), Verdict::stale);
}

RC_GTEST_PROP(ReplayGuard, threads_that_send_in_another_order_lose_nothing, ()) {
  std::vector<std::uint64_t> numbers(300);
  std::iota(numbers.begin(), numbers.end(), 1);
  for (auto from = numbers.begin(); from != numbers.end(); from += 10) {
    std::ranges::reverse(from, from + *rc::gen::inRange(0, 10));
  }
  ReplayGuard guard;
  const Uuid node = Uuid::generate();
  for (const std::uint64_t number : numbers) RC_ASSERT(guard.judge(node, number, kNow, kNow) == Verdict::fresh);
  for (const std::uint64_t number : numbers) RC_ASSERT(guard.judge(node, number, kNow, kNow) == Verdict::repeated);
}

}  // namespace
}  // namespace parley::redis
