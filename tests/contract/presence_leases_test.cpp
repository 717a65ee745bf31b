// What presence leases promise, whoever keeps them.
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

class PresenceLeasesTest : public ::testing::TestWithParam<BusKind> {
 protected:
  PresenceLeases& leases(std::size_t node) { return cluster_->leases(node); }
  std::vector<UserId> online(std::size_t node, std::vector<UserId> users) {
    return cluster_->loop(node).run(leases(node).online(std::move(users)));
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
  leases(0).renew(kUser, kLease, kLong);
  EXPECT_THAT(online(0, {kUser}), ElementsAre(kUser));
  EXPECT_TRUE(becomes_online(1, kUser));
}

TEST_P(PresenceLeasesTest, a_lease_that_is_given_back_is_gone_everywhere) {
  leases(0).renew(kUser, kLease, kLong);
  ASSERT_TRUE(becomes_online(1, kUser));
  leases(0).release(kUser, kLease);
  EXPECT_TRUE(becomes_offline(1, kUser));
  EXPECT_TRUE(becomes_offline(0, kUser));
}

TEST_P(PresenceLeasesTest, a_user_is_online_while_any_lease_lives) {
  const LeaseId other = LeaseId::generate();
  leases(0).renew(kUser, kLease, kLong);
  leases(1).renew(kUser, other, kLong);
  leases(0).release(kUser, kLease);
  // The other node's alone.
  EXPECT_TRUE(becomes_online(0, kUser));
  leases(1).release(kUser, other);
  EXPECT_TRUE(becomes_offline(0, kUser));
}

TEST_P(PresenceLeasesTest, a_lease_that_is_not_renewed_runs_out) {
  leases(0).renew(kUser, kLease, kShort);
  EXPECT_TRUE(becomes_offline(0, kUser));
  EXPECT_TRUE(becomes_offline(1, kUser));
  leases(0).renew(kUser, kLease, kLong);
  EXPECT_TRUE(becomes_online(1, kUser));
}

TEST_P(PresenceLeasesTest, a_short_lease_does_not_cut_a_long_one_of_the_same_user) {
  const LeaseId other = LeaseId::generate();
  leases(0).renew(kUser, kLease, kLong);
  leases(0).renew(kUser, other, kShort);
  const UserId witness = UserId::generate();
  leases(0).renew(witness, LeaseId::generate(), kShort);
  ASSERT_TRUE(becomes_offline(1, witness));
  EXPECT_TRUE(becomes_online(1, kUser));
}

TEST_P(PresenceLeasesTest, many_users_are_asked_for_in_one_go) {
  constexpr int kCount = 1200;
  std::vector<UserId> all;
  std::vector<UserId> here;
  for (int i = 0; i < kCount; ++i) {
    all.push_back(UserId::generate());
    if (i % 3 != 0) continue;
    here.push_back(all.back());
    leases(0).renew(all.back(), LeaseId::generate(), kLong);
  }
  ASSERT_TRUE(becomes_online(1, here.back()));
  EXPECT_THAT(online(1, all), UnorderedElementsAreArray(here));
}

TEST_P(PresenceLeasesTest, the_users_of_this_node_are_counted) {
  leases(0).renew(kUser, kLease, kLong);
  leases(0).renew(kUser, LeaseId::generate(), kLong);
  leases(0).renew(UserId::generate(), LeaseId::generate(), kLong);
  EXPECT_EQ(leases(0).local_count(), 2u);
}

PARLEY_FOR_EVERY_BUS(PresenceLeasesTest);

}  // namespace
}  // namespace parley::testing
