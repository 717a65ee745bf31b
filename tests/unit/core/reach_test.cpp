#include <parley/core/reach.hpp>

#include <ostream>

#include <gtest/gtest.h>

namespace parley {
namespace {

constexpr ReachFacts kStranger{.is_active = true};
constexpr ReachFacts kFriend{.is_active = true, .shares_conversation = true};
constexpr ReachFacts kClosed{.shares_conversation = true};
constexpr ReachFacts kBlocker{.is_active = true, .blocks_user = true, .shares_conversation = true};
constexpr ReachFacts kBlocked{.is_active = true, .is_blocked_by_user = true, .shares_conversation = true};
constexpr ReachFacts kLeft{.is_active = true, .shares_conversation = true, .has_left = true};
constexpr ReachFacts kReserved{.is_active = true, .reachable_by = ReachableBy::shared};
constexpr ReachFacts kAcquainted{.is_active = true, .shares_conversation = true, .reachable_by = ReachableBy::shared};
constexpr ReachFacts kHermit{.is_active = true, .shares_conversation = true, .reachable_by = ReachableBy::nobody};
constexpr ReachFacts kHidden{.is_active = true, .blocks_user = true, .reachable_by = ReachableBy::nobody};
constexpr ReachFacts kBoth{
    .is_active = true, .blocks_user = true, .is_blocked_by_user = true, .shares_conversation = true};

struct Case {
  const char* name;
  ReachFacts other;
  Reach conversation;
  Reach mention;
  Reach presence;
};
std::ostream& operator<<(std::ostream& out, const Case& one) { return out << one.name; }

class MayReachTest : public ::testing::TestWithParam<Case> {};

TEST_P(MayReachTest, decides) {
  const Case& one = GetParam();
  EXPECT_EQ(may_reach(ReachWay::conversation, one.other), one.conversation);
  EXPECT_EQ(may_reach(ReachWay::mention, one.other), one.mention);
  EXPECT_EQ(may_reach(ReachWay::presence, one.other), one.presence);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Table, MayReachTest, ::testing::Values(
  //  name                           the other    conversation          mention           presence
  Case{"nobody",                     {},          Reach::unknown,       Reach::unknown,   Reach::unknown},
  Case{"one_whose_account_is_closed",kClosed,     Reach::unknown,       Reach::unknown,   Reach::unknown},
  Case{"a_stranger",                 kStranger,   Reach::permitted,     Reach::permitted, Reach::unknown},
  Case{"one_in_a_common_group",      kFriend,     Reach::permitted,     Reach::permitted, Reach::permitted},
  Case{"one_who_has_left_the_group", kLeft,       Reach::by_invitation, Reach::permitted, Reach::permitted},
  Case{"a_stranger_to_the_reserved", kReserved,   Reach::by_invitation, Reach::permitted, Reach::unknown},
  Case{"one_who_knows_the_reserved", kAcquainted, Reach::permitted,     Reach::permitted, Reach::permitted},
  Case{"one_who_admits_nobody",      kHermit,     Reach::by_invitation, Reach::permitted, Reach::permitted},
  Case{"a_blocker_who_admits_nobody",kHidden,     Reach::unknown,       Reach::unknown,   Reach::unknown},
  Case{"one_who_blocks_the_user",    kBlocker,    Reach::unknown,       Reach::unknown,   Reach::unknown},
  Case{"one_whom_the_user_blocks",   kBlocked,    Reach::blocked,       Reach::blocked,   Reach::blocked},
  Case{"one_who_blocks_back",        kBoth,       Reach::unknown,       Reach::unknown,   Reach::unknown}),
  [](const auto& info) { return info.param.name; });
// clang-format on

TEST(NeedsSharingTest, only_a_decision_that_depends_on_it_asks_for_a_common_conversation) {
  EXPECT_TRUE(needs_sharing(ReachWay::presence, kStranger));
  EXPECT_FALSE(needs_sharing(ReachWay::presence, kBlocker));
  EXPECT_FALSE(needs_sharing(ReachWay::presence, {}));
  EXPECT_FALSE(needs_sharing(ReachWay::conversation, kStranger));
  EXPECT_FALSE(needs_sharing(ReachWay::mention, kStranger));
  EXPECT_TRUE(needs_sharing(ReachWay::conversation, kReserved));
  EXPECT_FALSE(needs_sharing(ReachWay::conversation, kHermit));
}

}  // namespace
}  // namespace parley
