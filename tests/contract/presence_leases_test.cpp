// What presence leases promise, in memory and in Redis.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/bus_cluster.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

constexpr milliseconds kLong{60'000};
constexpr milliseconds kShort{50};
constexpr PresenceState kOnline = PresenceState::online;

class PresenceLeasesTest : public ::testing::TestWithParam<BusKind> {
 protected:
  PresenceLeases& leases(std::size_t node) { return cluster_->leases(node); }
  std::vector<UserId> online(std::size_t node, std::vector<UserId> users) {
    const auto states = this->states(node, users);
    std::vector<UserId> online;
    for (std::size_t i = 0; i < users.size(); ++i) {
      if (states[i] != PresenceState::offline) online.push_back(users[i]);
    }
    return online;
  }
  std::vector<PresenceState> states(std::size_t node, std::vector<UserId> users) {
    return cluster_->loop(node).run(leases(node).states(std::move(users)));
  }
  bool becomes(std::size_t node, UserId user, PresenceState state) {
    return eventually([&] { return states(node, {user}).front() == state; });
  }
  bool becomes_online(std::size_t node, UserId user) {
    return eventually([&] { return !online(node, {user}).empty(); });
  }
  bool becomes_offline(std::size_t node, UserId user) {
    return eventually([&] { return online(node, {user}).empty(); });
  }

  const UserId kUser = UserId::generate();
  const LeaseId kLease = LeaseId::generate();
  std::unique_ptr<BusCluster> cluster_ = GetParam().create();
};

TEST_P(PresenceLeasesTest, nobody_is_online_without_a_lease) {
  EXPECT_THAT(online(0, {kUser}), IsEmpty());
  EXPECT_THAT(online(0, {}), IsEmpty());
}

TEST_P(PresenceLeasesTest, a_lease_taken_on_one_node_is_seen_at_once_there_and_soon_on_every_other) {
  leases(0).renew(kUser, kLease, kOnline, kLong);
  EXPECT_THAT(online(0, {kUser}), ElementsAre(kUser));
  EXPECT_TRUE(becomes_online(1, kUser));
}

TEST_P(PresenceLeasesTest, a_lease_that_is_given_back_is_gone_everywhere) {
  leases(0).renew(kUser, kLease, kOnline, kLong);
  ASSERT_TRUE(becomes_online(1, kUser));
  leases(0).release(kUser, kLease);
  EXPECT_TRUE(becomes_offline(1, kUser));
  EXPECT_TRUE(becomes_offline(0, kUser));
}

TEST_P(PresenceLeasesTest, a_user_is_online_while_any_lease_lives) {
  const LeaseId other = LeaseId::generate();
  leases(0).renew(kUser, kLease, kOnline, kLong);
  leases(1).renew(kUser, other, kOnline, kLong);
  leases(0).release(kUser, kLease);
  // Only the other node's lease is left.
  EXPECT_TRUE(becomes_online(0, kUser));
  leases(1).release(kUser, other);
  EXPECT_TRUE(becomes_offline(0, kUser));
}

TEST_P(PresenceLeasesTest, a_lease_that_is_not_renewed_runs_out) {
  leases(0).renew(kUser, kLease, kOnline, kShort);
  EXPECT_TRUE(becomes_offline(0, kUser));
  EXPECT_TRUE(becomes_offline(1, kUser));
  leases(0).renew(kUser, kLease, kOnline, kLong);
  EXPECT_TRUE(becomes_online(1, kUser));
}

TEST_P(PresenceLeasesTest, a_short_lease_does_not_cut_a_long_one_of_the_same_user) {
  const LeaseId other = LeaseId::generate();
  leases(0).renew(kUser, kLease, kOnline, kLong);
  leases(0).renew(kUser, other, kOnline, kShort);
  const UserId witness = UserId::generate();
  leases(0).renew(witness, LeaseId::generate(), kOnline, kShort);
  ASSERT_TRUE(becomes_offline(1, witness));
  EXPECT_TRUE(becomes_online(1, kUser));
}

TEST_P(PresenceLeasesTest, of_several_devices_on_any_node_the_greatest_state_counts) {
  const LeaseId other = LeaseId::generate();
  leases(0).renew(kUser, kLease, PresenceState::away, kLong);
  EXPECT_TRUE(becomes(1, kUser, PresenceState::away));
  leases(1).renew(kUser, other, PresenceState::online, kLong);
  EXPECT_TRUE(becomes(0, kUser, PresenceState::online));
  leases(1).renew(kUser, other, PresenceState::dnd, kLong);
  EXPECT_TRUE(becomes(0, kUser, PresenceState::dnd));
  leases(1).release(kUser, other);
  EXPECT_TRUE(becomes(0, kUser, PresenceState::away));
  EXPECT_TRUE(becomes(1, kUser, PresenceState::away));
}

TEST_P(PresenceLeasesTest, a_lease_says_one_thing_at_a_time) {
  for (const auto state : {PresenceState::dnd, PresenceState::online, PresenceState::away, PresenceState::online}) {
    leases(0).renew(kUser, kLease, state, kLong);
    EXPECT_TRUE(becomes(0, kUser, state));
    EXPECT_TRUE(becomes(1, kUser, state));
  }
  leases(0).release(kUser, kLease);
  EXPECT_TRUE(becomes_offline(1, kUser));
}

TEST_P(PresenceLeasesTest, a_user_who_hides_on_one_device_is_hidden_until_no_lease_says_so) {
  const LeaseId other = LeaseId::generate();
  leases(0).renew(kUser, kLease, PresenceState::away, kLong);
  leases(1).renew(kUser, other, PresenceState::hidden, kLong);
  EXPECT_TRUE(becomes(0, kUser, PresenceState::hidden));
  EXPECT_TRUE(becomes(1, kUser, PresenceState::hidden));
  leases(1).renew(kUser, other, PresenceState::online, kLong);
  EXPECT_TRUE(becomes(0, kUser, PresenceState::online));
  leases(1).renew(kUser, other, PresenceState::hidden, kLong);
  EXPECT_TRUE(becomes(0, kUser, PresenceState::hidden));
  leases(1).release(kUser, other);
  EXPECT_TRUE(becomes(0, kUser, PresenceState::away));
}

TEST_P(PresenceLeasesTest, states_come_in_the_order_asked_for) {
  const UserId away = UserId::generate();
  leases(0).renew(kUser, kLease, PresenceState::dnd, kLong);
  leases(1).renew(away, LeaseId::generate(), PresenceState::away, kLong);
  ASSERT_TRUE(becomes(1, kUser, PresenceState::dnd));
  EXPECT_THAT(states(1, {UserId::generate(), away, kUser, away}),
              ElementsAre(PresenceState::offline, PresenceState::away, PresenceState::dnd, PresenceState::away));
}

TEST_P(PresenceLeasesTest, many_users_are_asked_for_in_one_go) {
  constexpr int kCount = 1200;
  std::vector<UserId> all;
  std::vector<UserId> here;
  for (int i = 0; i < kCount; ++i) {
    all.push_back(UserId::generate());
    if (i % 3 != 0) continue;
    here.push_back(all.back());
    leases(0).renew(all.back(), LeaseId::generate(), kOnline, kLong);
  }
  ASSERT_TRUE(becomes_online(1, here.back()));
  EXPECT_THAT(online(1, all), UnorderedElementsAreArray(here));
}

TEST_P(PresenceLeasesTest, the_users_of_this_node_are_counted) {
  leases(0).renew(kUser, kLease, kOnline, kLong);
  leases(0).renew(kUser, LeaseId::generate(), kOnline, kLong);
  leases(0).renew(UserId::generate(), LeaseId::generate(), kOnline, kLong);
  EXPECT_EQ(leases(0).local_count(), 2u);
}

PARLEY_FOR_EVERY_BUS(PresenceLeasesTest);

}  // namespace
}  // namespace parley::testing
