#include <parley/core/follow_schedule.hpp>

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class FollowScheduleTest : public ::testing::Test {
 protected:
  static std::vector<ConversationId> some(std::size_t count) {
    std::vector<ConversationId> ids(count);
    std::ranges::generate(ids, ConversationId::generate);
    return ids;
  }
  void finish_sweep() {
    ASSERT_TRUE(schedule_.next_sweep(now_));
    schedule_.swept({}, now_);
  }

  FollowLimits limits_;
  Instant now_{seconds(1'000)};
  FollowSchedule schedule_{limits_, now_};
};

TEST_F(FollowScheduleTest, an_idle_server_follows_at_once_and_each_conversation_once) {
  const auto ids = some(2);
  for (const auto id : {ids[1], ids[0], ids[1]}) schedule_.add(id, now_);
  EXPECT_EQ(schedule_.take(3, 0).conversations, ids);
  EXPECT_THAT(schedule_.take(0, 0).conversations, IsEmpty());
}

TEST_F(FollowScheduleTest, a_batch_is_bounded_and_the_rest_stays) {
  for (const auto id : some(limits_.batch.conversations + 1)) schedule_.add(id, now_);
  EXPECT_THAT(schedule_.take(0, 0).conversations, SizeIs(limits_.batch.conversations));
  EXPECT_THAT(schedule_.take(0, 0).conversations, SizeIs(1));
}

TEST_F(FollowScheduleTest, while_the_server_writes_messages_a_turn_takes_one_small_batch) {
  for (const auto id : some(limits_.batch.conversations * 2)) schedule_.add(id, now_);
  for (const auto& [changes, queued_writes] : {std::pair(0UL, 1UL), std::pair(limits_.busy_changes + 1, 0UL)}) {
    const FollowWork work = schedule_.take(changes, queued_writes);
    EXPECT_TRUE(work.is_busy);
    EXPECT_THAT(work.conversations, SizeIs(limits_.busy_batch.conversations));
    EXPECT_EQ(work.size.messages, limits_.busy_batch.messages);
  }
  const FollowWork work = schedule_.take(limits_.busy_changes, 0);
  EXPECT_FALSE(work.is_busy);
  EXPECT_EQ(work.size.messages, limits_.batch.messages);
}

TEST_F(FollowScheduleTest, what_could_not_be_handled_waits_behind_the_others) {
  const auto ids = some(2);
  schedule_.add(ids[0], now_);
  const auto taken = schedule_.take(0, 0).conversations;
  schedule_.add(ids[1], now_);
  schedule_.put_back(taken, now_);
  EXPECT_EQ(schedule_.waiting(), 2u);
}

TEST_F(FollowScheduleTest, the_lag_is_the_longest_wait_of_a_conversation) {
  EXPECT_EQ(schedule_.lag(now_), milliseconds(0));
  schedule_.add(some(1).front(), now_);
  schedule_.add(some(1).front(), now_ + milliseconds(40));
  EXPECT_EQ(schedule_.lag(now_ + milliseconds(50)), milliseconds(50));
}

TEST_F(FollowScheduleTest, it_sweeps_at_the_start_and_then_now_and_then) {
  finish_sweep();
  EXPECT_FALSE(schedule_.next_sweep(now_));
  now_ += limits_.sweep_interval;
  EXPECT_TRUE(schedule_.next_sweep(now_));
}

TEST_F(FollowScheduleTest, a_sweep_goes_on_where_it_stood_once_what_it_found_is_handled) {
  const auto ids = some(limits_.swept_at_once);
  EXPECT_EQ(schedule_.next_sweep(now_), FollowSweep{std::nullopt});
  schedule_.swept(ids, now_);
  EXPECT_FALSE(schedule_.next_sweep(now_));
  while (schedule_.waiting() > 0) schedule_.take(0, 0);
  EXPECT_EQ(schedule_.next_sweep(now_), FollowSweep{ids.back()});
  schedule_.swept(some(1), now_);
  schedule_.take(0, 0);
  EXPECT_FALSE(schedule_.next_sweep(now_));
}

TEST_F(FollowScheduleTest, what_does_not_fit_is_found_by_a_sweep_soon) {
  finish_sweep();
  for (const auto id : some(limits_.waiting + 1)) schedule_.add(id, now_);
  EXPECT_EQ(schedule_.waiting(), limits_.waiting);
  while (schedule_.waiting() > 0) schedule_.take(0, 0);
  EXPECT_TRUE(schedule_.next_sweep(now_));
}

}  // namespace
}  // namespace parley
