#include <parley/hub/presence_tracker.hpp>

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
  std::vector<Presence> look(bool is_here, seconds after_start) {
    const std::vector<UserId> online = is_here ? asked_ : std::vector<UserId>();
    return tracker_.update(asked_, online, kStart + after_start);
  }

  const UserId ada_ = UserId::generate();
  const std::vector<UserId> asked_ = {ada_};
  PresenceTracker tracker_{kGrace};
};

TEST_F(PresenceTrackerTest, the_first_look_tells_nobody_anything) {
  EXPECT_THAT(look(true, seconds(0)), IsEmpty());
  EXPECT_TRUE(tracker_.is_online(ada_));
}

TEST_F(PresenceTrackerTest, somebody_who_comes_is_told_of_at_once) {
  look(false, seconds(0));
  EXPECT_THAT(look(true, seconds(1)), ElementsAre(Presence{ada_, true}));
  EXPECT_THAT(look(true, seconds(2)), IsEmpty());
}

TEST_F(PresenceTrackerTest, somebody_who_goes_is_told_of_once_the_grace_is_over) {
  look(true, seconds(0));
  EXPECT_THAT(look(false, seconds(2)), IsEmpty());
  EXPECT_THAT(look(false, seconds(11)), IsEmpty());
  EXPECT_TRUE(tracker_.is_online(ada_));
  EXPECT_THAT(look(false, seconds(12)), ElementsAre(Presence{ada_, false}));
  EXPECT_THAT(look(false, seconds(13)), IsEmpty());
}

TEST_F(PresenceTrackerTest, a_reconnection_within_the_grace_is_not_told_of) {
  look(true, seconds(0));
  look(false, seconds(1));
  EXPECT_THAT(look(true, seconds(9)), IsEmpty());
  // The absence is counted anew.
  EXPECT_THAT(look(false, seconds(12)), IsEmpty());
  EXPECT_THAT(look(false, seconds(21)), IsEmpty());
  EXPECT_THAT(look(false, seconds(22)), ElementsAre(Presence{ada_, false}));
}

TEST_F(PresenceTrackerTest, a_forgotten_user_is_unknown) {
  look(true, seconds(0));
  tracker_.forget(ada_);
  EXPECT_FALSE(tracker_.is_online(ada_));
  EXPECT_THAT(look(false, seconds(1)), IsEmpty());
}

// Whoever applies what is told is never wrong about somebody who is here, and about somebody who is gone for no longer
// than the grace and one look.
TEST(PresenceTrackerPropertyTest, what_was_told_agrees_with_what_is) {
  EXPECT_TRUE(rc::check([](const std::vector<bool>& looks) {
    PresenceTracker tracker(kGrace);
    const std::vector<UserId> asked = {UserId::generate()};
    std::optional<bool> told;
    int looks_absent = 0;
    for (std::size_t i = 0; i < looks.size(); ++i) {
      const auto online = looks[i] ? asked : std::vector<UserId>();
      const auto transitions = tracker.update(asked, online, kStart + seconds(2 * i));
      RC_ASSERT(transitions.size() <= 1U);
      if (i == 0) told = looks[i];
      for (const Presence& presence : transitions) {
        RC_ASSERT(presence.online != told);
        told = presence.online;
      }
      looks_absent = looks[i] ? 0 : looks_absent + 1;
      if (looks[i]) RC_ASSERT(told == true);
      if (looks_absent > 6) RC_ASSERT(told == false);
      RC_ASSERT(tracker.is_online(asked[0]) == *told);
    }
  }));
}

}  // namespace
}  // namespace parley
