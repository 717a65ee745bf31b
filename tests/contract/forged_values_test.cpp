// A stranger who can write to Redis cannot make a user look online, and a rate that no node could have written does not
// keep anybody waiting.
#include <gmock/gmock.h>

#include "bus/redis/lease_codec.hpp"
#include "contract/redis_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kFarAhead = "9000000000000";  // a score in milliseconds, in the year 2255

class ForgedValuesTest : public RedisTest {
 protected:
  static std::string key_of(UserId user) { return "parley:lease:" + user.text(); }
  void add_lease(UserId user, const std::string& member) { server_.run({"ZADD", key_of(user), kFarAhead, member}); }
  static std::string sealed(const std::string& secret, UserId user) {
    return redis::close_lease(redis::Seal(std::vector{secret}, "leases 0"), user, LeaseId::generate(),
                              PresenceState::online, SystemClock().now() + seconds(60));
  }

  const UserId kUser = UserId::generate();
};

TEST_F(ForgedValuesTest, a_lease_that_no_node_has_sealed_shows_nobody_online) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  add_lease(kUser, LeaseId::generate().text() + "2");
  add_lease(kUser, sealed("a secret that only the forger has", kUser));
  add_lease(kUser, sealed(kNodeSecret, UserId::generate()));
  add_lease(kUser, "anything");
  EXPECT_THAT(node.online({kUser}), IsEmpty());
  EXPECT_EQ(node.metrics().redis_refused.value(), 4u);
  add_lease(kUser, sealed(kNodeSecret, kUser));
  EXPECT_THAT(node.online({kUser}), ElementsAre(kUser));
}

TEST_F(ForgedValuesTest, the_lease_of_one_user_shows_no_other_user_online) {
  RedisNode holder(options());
  RedisNode asker(options());
  ASSERT_TRUE(holder.becomes_whole() && asker.becomes_whole());
  holder.leases().renew(kUser, LeaseId::generate(), PresenceState::online, kLong);
  ASSERT_TRUE(eventually([&] { return !asker.online({kUser}).empty(); }));
  const UserId other = UserId::generate();
  server_.run({"COPY", key_of(kUser), key_of(other)});
  EXPECT_THAT(asker.online({other, kUser}), ElementsAre(kUser));
}

TEST_F(ForgedValuesTest, a_set_that_a_stranger_has_filled_hides_no_other_users) {
  RedisNode holder(options());
  RedisNode asker(options());
  ASSERT_TRUE(holder.becomes_whole() && asker.becomes_whole());
  const UserId filled = UserId::generate();
  for (int i = 0; i < 300; ++i) add_lease(filled, "lease " + std::to_string(i));
  holder.leases().renew(kUser, LeaseId::generate(), PresenceState::online, kLong);
  EXPECT_TRUE(eventually([&] { return asker.online({filled, kUser}) == std::vector{kUser}; }));
}

TEST_F(ForgedValuesTest, a_rate_that_no_node_could_have_written_does_not_count) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  constexpr TokenRate kRate{.per_second = 0.001, .burst = 2};
  for (const std::string forged : {"9000000000000000000", "99e99", "inf", "nan", "text", ""}) {
    server_.run({"SET", "parley:limit:" + forged, forged});
    EXPECT_EQ(node.take(forged, kRate), std::nullopt) << forged;
    EXPECT_EQ(node.take(forged, kRate), std::nullopt) << forged;
    EXPECT_TRUE(node.take(forged, kRate)) << forged << ": the node counts itself";
  }
  server_.run({"RPUSH", "parley:limit:list", "x"});
  EXPECT_EQ(node.take("list", kRate), std::nullopt);
  server_.run({"SET", "parley:limit:back", "9000000000000000000"});
  node.loop().run(node.limits().give_back("back", kRate));
  EXPECT_EQ(server_.run({"EXISTS", "parley:limit:back"}), "0");
}

}  // namespace
}  // namespace parley::testing
