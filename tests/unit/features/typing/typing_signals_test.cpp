#include <parley/features/typing/typing_signals.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

class TypingSignalsTest : public ::testing::Test {
 protected:
  TypingChanged signal(UserId user, bool active) const { return {group_, user, active}; }
  bool admit(UserId user, bool active) { return signals_.admit(signal(user, active), now_); }

  Limits limits_;
  TypingSignals signals_{limits_};
  Instant now_{seconds(1'000)};
  const ConversationId group_ = ConversationId::generate();
  const UserId ada_ = UserId::generate();
  const UserId bob_ = UserId::generate();
};

TEST_F(TypingSignalsTest, typing_is_announced_once_a_second) {
  EXPECT_TRUE(admit(ada_, true));
  EXPECT_FALSE(admit(ada_, true));
  EXPECT_TRUE(admit(bob_, true));
  EXPECT_TRUE(signals_.admit({ConversationId::generate(), ada_, true}, now_));
  now_ += seconds(1);
  EXPECT_TRUE(admit(ada_, true));
}

TEST_F(TypingSignalsTest, the_end_of_typing_is_announced_once_after_typing_was_announced) {
  admit(ada_, true);
  EXPECT_TRUE(admit(ada_, false));
  EXPECT_FALSE(admit(ada_, false));
  EXPECT_FALSE(admit(ada_, true));
  EXPECT_FALSE(admit(ada_, false));
}

TEST_F(TypingSignalsTest, without_a_rate_everything_is_announced) {
  limits_.typing_per_second = 0;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(admit(ada_, true));
}

TEST_F(TypingSignalsTest, however_many_type_it_remembers_only_what_is_recent) {
  for (int i = 0; i < 5'000; ++i) {
    now_ += milliseconds(10);
    EXPECT_TRUE(admit(UserId::generate(), true));
  }
  EXPECT_TRUE(admit(ada_, true));
  EXPECT_FALSE(admit(ada_, true));
}

TEST_F(TypingSignalsTest, an_audience_is_known_for_ten_seconds) {
  const auto is_large = [&](Instant now) -> std::optional<bool> {
    const auto audience = signals_.audience(group_, ada_, now);
    return audience ? std::optional(audience->is_large) : std::nullopt;
  };
  const auto most = static_cast<std::int64_t>(limits_.typing_merge_members);
  EXPECT_EQ(is_large(now_), std::nullopt);
  EXPECT_FALSE(signals_.note_audience(group_, ada_, most, {}, now_).is_large);
  EXPECT_EQ(is_large(now_), false);
  EXPECT_TRUE(signals_.note_audience(group_, ada_, most + 1, {bob_}, now_).is_large);
  EXPECT_EQ(is_large(now_), true);
  EXPECT_THAT(signals_.audience(group_, ada_, now_)->hidden_from, ElementsAre(bob_));
  EXPECT_FALSE(signals_.audience(group_, bob_, now_));
  EXPECT_EQ(is_large(now_ + seconds(10)), std::nullopt);
}

TEST_F(TypingSignalsTest, a_reader_from_whom_a_typing_user_is_hidden_gets_an_event_of_the_others) {
  const UserId cyd = UserId::generate();
  signals_.merge({group_, ada_, true, {cyd}});
  signals_.merge(signal(bob_, true));
  const auto merged = signals_.take();
  ASSERT_THAT(merged, SizeIs(4));
  EXPECT_THAT(merged[0].except, ::testing::UnorderedElementsAre(ada_, bob_, cyd));
  for (std::size_t i = 1; i < merged.size(); ++i) {
    if (*merged[i].reader == cyd) EXPECT_THAT(merged[i].users, ElementsAre(Pair(bob_, true)));
  }
}

TEST_F(TypingSignalsTest, a_reader_from_whom_everybody_who_types_is_hidden_gets_nothing) {
  signals_.merge({group_, ada_, true, {bob_}});
  const auto merged = signals_.take();
  ASSERT_THAT(merged, SizeIs(1));
  EXPECT_THAT(merged[0].except, ::testing::UnorderedElementsAre(ada_, bob_));
}

TEST_F(TypingSignalsTest, waiting_signals_come_in_one_event_and_no_user_gets_the_own_typing) {
  const UserId cyd = UserId::generate();
  EXPECT_TRUE(signals_.merge(signal(ada_, true)));
  for (const TypingChanged& more : {signal(bob_, true), signal(cyd, true), signal(cyd, false)}) {
    EXPECT_FALSE(signals_.merge(more));
  }
  const auto merged = signals_.take();
  ASSERT_THAT(merged, SizeIs(4));
  EXPECT_EQ(merged[0].reader, std::nullopt);
  EXPECT_THAT(merged[0].users, ::testing::UnorderedElementsAre(Pair(ada_, true), Pair(bob_, true), Pair(cyd, false)));
  for (std::size_t i = 1; i < merged.size(); ++i) {
    EXPECT_THAT(merged[i].users, SizeIs(2));
    EXPECT_THAT(merged[i].users, ::testing::Not(::testing::Contains(Pair(*merged[i].reader, ::testing::_))));
  }
  EXPECT_THAT(signals_.take(), IsEmpty());
  EXPECT_TRUE(signals_.merge(signal(ada_, true)));
}

TEST_F(TypingSignalsTest, a_single_typing_user_needs_no_event_of_the_own_typing) {
  signals_.merge(signal(ada_, true));
  const auto merged = signals_.take();
  ASSERT_THAT(merged, SizeIs(1));
  EXPECT_THAT(merged[0].users, ElementsAre(Pair(ada_, true)));
}

}  // namespace
}  // namespace parley
