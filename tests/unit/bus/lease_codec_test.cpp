#include <gtest/gtest.h>

#include "bus/redis/lease_codec.hpp"

namespace parley::redis {
namespace {

const std::vector<std::string> kSecrets{"the secret of the nodes, 32 bytes"};
const std::vector<std::string> kOther{"the secret of another server, 32 b"};
constexpr Time kEnd{milliseconds(1'790'000'000'000)};

class LeaseCodecTest : public ::testing::Test {
 protected:
  PresenceState open(std::string_view member, Time now = kEnd) const { return open_lease(seal_, kUser, member, now); }

  const UserId kUser = UserId::generate();
  const LeaseId kLease = LeaseId::generate();
  const Seal seal_{kSecrets, "leases 0"};
};

TEST_F(LeaseCodecTest, a_lease_says_the_state_that_a_node_has_sealed_for_the_user) {
  for (const auto state : {PresenceState::away, PresenceState::online, PresenceState::dnd}) {
    const std::string member = close_lease(seal_, kUser, kLease, state, kEnd);
    EXPECT_TRUE(member.starts_with(lease_prefix(kLease)));
    EXPECT_EQ(open(member), state);
  }
}

TEST_F(LeaseCodecTest, a_lease_that_was_changed_or_sealed_by_a_stranger_says_nothing) {
  const std::string member = close_lease(seal_, kUser, kLease, PresenceState::away, kEnd);
  for (std::size_t place = 0; place < member.size(); ++place) {
    std::string changed = member;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    EXPECT_EQ(open(changed), PresenceState::offline) << place;
    EXPECT_EQ(open(member.substr(0, place)), PresenceState::offline) << place;
  }
  EXPECT_EQ(open(close_lease(Seal(kOther, "leases 0"), kUser, kLease, PresenceState::online, kEnd)),
            PresenceState::offline);
  EXPECT_EQ(open(close_lease(Seal(kSecrets, "publications 0"), kUser, kLease, PresenceState::online, kEnd)),
            PresenceState::offline);
  EXPECT_EQ(open(kLease.text() + "2"), PresenceState::offline);
}

TEST_F(LeaseCodecTest, the_lease_of_one_user_is_worth_nothing_for_another) {
  EXPECT_EQ(open(close_lease(seal_, UserId::generate(), kLease, PresenceState::online, kEnd)), PresenceState::offline);
}

TEST_F(LeaseCodecTest, a_lease_that_was_recorded_ends_with_the_time_in_its_seal) {
  const std::string member = close_lease(seal_, kUser, kLease, PresenceState::online, kEnd);
  EXPECT_EQ(open(member, kEnd + seconds(60)), PresenceState::online) << "the clocks of nodes may differ by a minute";
  EXPECT_EQ(open(member, kEnd + seconds(60) + milliseconds(1)), PresenceState::offline);
}

}  // namespace
}  // namespace parley::redis
