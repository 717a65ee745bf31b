#include <parley/hub/gap_watch.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class GapWatchTest : public ::testing::Test {
 protected:
  const Topic first_ = ConversationId::generate();
  const Topic second_ = UserId::generate();
  GapWatch watch_;
};

TEST_F(GapWatchTest, the_first_gap_starts_a_check_and_the_next_does_not) {
  EXPECT_TRUE(watch_.note(first_, true));
  EXPECT_FALSE(watch_.note(second_, true));
  EXPECT_FALSE(watch_.note(first_, true));
  EXPECT_THAT(watch_.look(), UnorderedElementsAre(first_, second_));
}

TEST_F(GapWatchTest, a_stream_without_a_gap_is_not_looked_after) {
  EXPECT_FALSE(watch_.note(first_, false));
  EXPECT_TRUE(watch_.note(first_, true));
  EXPECT_FALSE(watch_.note(second_, true));
  EXPECT_FALSE(watch_.note(first_, false));
  EXPECT_THAT(watch_.look(), UnorderedElementsAre(second_));
}

TEST_F(GapWatchTest, a_gap_that_closes_and_opens_again_between_two_looks_asks_for_nobody_else) {
  EXPECT_TRUE(watch_.note(first_, true));
  EXPECT_FALSE(watch_.note(first_, false));
  EXPECT_FALSE(watch_.note(first_, true));
}

TEST_F(GapWatchTest, once_nothing_is_missing_the_looking_ends_and_begins_again_with_the_next_gap) {
  EXPECT_TRUE(watch_.note(first_, true));
  watch_.forget(first_);
  EXPECT_THAT(watch_.look(), IsEmpty());
  EXPECT_TRUE(watch_.note(second_, true));
}

TEST_F(GapWatchTest, after_the_end_nobody_looks) {
  EXPECT_TRUE(watch_.note(first_, true));
  watch_.stop();
  EXPECT_THAT(watch_.look(), IsEmpty());
  EXPECT_FALSE(watch_.note(second_, true));
}

}  // namespace
}  // namespace parley
