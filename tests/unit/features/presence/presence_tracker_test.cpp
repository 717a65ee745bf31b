#include <parley/features/presence/presence_tracker.hpp>

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Instant kStart{};
constexpr seconds kGrace{10};

class PresenceTrackerTest : public ::testing::Test {
 protected:
  std::vector<Presence> look(PresenceState state, seconds after_start) {
    return tracker_.update(asked_, std::span(&state, 1), kStart + after_start);
  }
  std::vector<Presence> look(bool is_here, seconds after_start) {
    return look(is_here ? PresenceState::online : PresenceState::offline, after_start);
  }

  const UserId ada_ = UserId::generate();
  const std::vector<UserId> asked_ = {ada_};
  PresenceTracker tracker_{kGrace};
};

TEST_F(PresenceTrackerTest, the_first_look_reports_nothing) {
  EXPECT_THAT(look(true, seconds(0)), IsEmpty());
  EXPECT_EQ(tracker_.state(ada_), PresenceState::online);
}

TEST_F(PresenceTrackerTest, a_user_who_comes_is_reported_at_once) {
  look(false, seconds(0));
  EXPECT_THAT(look(true, seconds(1)), ElementsAre(Presence{ada_, PresenceState::online}));
  EXPECT_THAT(look(true, seconds(2)), IsEmpty());
}

TEST_F(PresenceTrackerTest, a_user_who_goes_is_reported_when_the_grace_is_over) {
  look(true, seconds(0));
  EXPECT_THAT(look(false, seconds(2)), IsEmpty());
  EXPECT_THAT(look(false, seconds(11)), IsEmpty());
  EXPECT_EQ(tracker_.state(ada_), PresenceState::online);
  EXPECT_THAT(look(false, seconds(12)), ElementsAre(Presence{ada_}));
  EXPECT_THAT(look(false, seconds(13)), IsEmpty());
}

TEST_F(PresenceTrackerTest, a_user_who_hides_is_reported_as_offline_at_once) {
  look(true, seconds(0));
  EXPECT_THAT(look(PresenceState::hidden, seconds(2)), ElementsAre(Presence{ada_}));
  EXPECT_EQ(tracker_.state(ada_), PresenceState::offline);
  EXPECT_THAT(look(PresenceState::hidden, seconds(4)), IsEmpty());
  EXPECT_THAT(look(false, seconds(6)), IsEmpty());
  EXPECT_THAT(look(true, seconds(8)), ElementsAre(Presence{ada_, PresenceState::online}));
}

TEST_F(PresenceTrackerTest, a_user_who_hides_from_the_first_look_on_is_offline) {
  EXPECT_THAT(look(PresenceState::hidden, seconds(0)), IsEmpty());
  EXPECT_EQ(tracker_.state(ada_), PresenceState::offline);
}

TEST_F(PresenceTrackerTest, a_reconnection_within_the_grace_is_not_reported) {
  look(true, seconds(0));
  look(false, seconds(1));
  EXPECT_THAT(look(true, seconds(9)), IsEmpty());
  // The absence starts again.
  EXPECT_THAT(look(false, seconds(12)), IsEmpty());
  EXPECT_THAT(look(false, seconds(21)), IsEmpty());
  EXPECT_THAT(look(false, seconds(22)), ElementsAre(Presence{ada_}));
}

TEST_F(PresenceTrackerTest, a_forgotten_user_is_unknown) {
  look(true, seconds(0));
  tracker_.forget(ada_);
  EXPECT_EQ(tracker_.state(ada_), PresenceState::offline);
  EXPECT_THAT(look(false, seconds(1)), IsEmpty());
}

TEST_F(PresenceTrackerTest, every_other_state_is_reported_at_once) {
  look(PresenceState::online, seconds(0));
  EXPECT_THAT(look(PresenceState::away, seconds(1)), ElementsAre(Presence{ada_, PresenceState::away}));
  EXPECT_THAT(look(PresenceState::dnd, seconds(2)), ElementsAre(Presence{ada_, PresenceState::dnd}));
  // A short absence is not reported, but a return in another state is.
  EXPECT_THAT(look(PresenceState::offline, seconds(3)), IsEmpty());
  EXPECT_THAT(look(PresenceState::away, seconds(4)), ElementsAre(Presence{ada_, PresenceState::away}));
}

// A user who follows the reports is always right about present users, and about absent users after the grace and one
// more look.
TEST(PresenceTrackerPropertyTest, the_reported_state_agrees_with_the_real_one) {
  EXPECT_TRUE(rc::check([] {
    const auto looks = *rc::gen::container<std::vector<PresenceState>>(
        rc::gen::element(PresenceState::offline, PresenceState::away, PresenceState::online, PresenceState::dnd));
    PresenceTracker tracker(kGrace);
    const std::vector<UserId> asked = {UserId::generate()};
    std::optional<PresenceState> reported;
    int looks_absent = 0;
    for (std::size_t i = 0; i < looks.size(); ++i) {
      const auto transitions = tracker.update(asked, std::span(&looks[i], 1), kStart + seconds(2 * i));
      RC_ASSERT(transitions.size() <= 1U);
      if (i == 0) reported = looks[i];
      for (const Presence& presence : transitions) {
        RC_ASSERT(presence.state != reported);
        reported = presence.state;
      }
      const bool is_here = looks[i] != PresenceState::offline;
      looks_absent = is_here ? 0 : looks_absent + 1;
      if (is_here) RC_ASSERT(reported == looks[i]);
      if (looks_absent > 6) RC_ASSERT(reported == PresenceState::offline);
      RC_ASSERT(tracker.state(asked[0]) == *reported);
    }
  }));
}

}  // namespace
}  // namespace parley
