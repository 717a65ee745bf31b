// What separates users and what they share.
#include <parley/core/store/reach.hpp>

#include <algorithm>

#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store_blocks.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReachStoreTest : public StoreTest {
 protected:
  void block(UserId user, UserId other) {
    write([&](Transaction& tx) { tx.store<BlockStore>().add(user, other); });
  }
  void unblock(UserId user, UserId other) {
    write([&](Transaction& tx) { tx.store<BlockStore>().remove(user, other); });
  }
  template <class Ask>
  auto ask(Ask question) {
    return read([&](Transaction& tx) { return question(tx.store<ReachStore>()); });
  }
  User user(UserId id) {
    return read([&](Transaction& tx) { return tx.store<UserStore>().find(id).value(); });
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
  UserId carol_ = add_user("carol");
};
PARLEY_FOR_EVERY_STORE(ReachStoreTest);

TEST_P(ReachStoreTest, blocks_are_told_apart_by_who_made_them) {
  block(ada_, bob_);
  block(carol_, ada_);
  const std::vector<UserId> others = {bob_, carol_, UserId::generate(), ada_};
  const auto blocks = ask([&](ReachStore store) { return store.blocks_between(ada_, others); });
  ASSERT_EQ(blocks.size(), 4U);
  EXPECT_TRUE(blocks[0].by_user);
  EXPECT_FALSE(blocks[0].by_other);
  EXPECT_FALSE(blocks[1].by_user);
  EXPECT_TRUE(blocks[1].by_other);
  for (const std::size_t i : {2U, 3U}) EXPECT_FALSE(blocks[i].by_user || blocks[i].by_other);
}

TEST_P(ReachStoreTest, users_share_a_conversation_while_both_are_members) {
  const std::vector<UserId> others = {bob_, carol_};
  const auto sharing = [&] { return ask([&](ReachStore store) { return store.sharing(ada_, others); }); };
  EXPECT_THAT(sharing(), ElementsAre(false, false));
  const ConversationId group = add_group(std::vector{ada_, bob_});
  add_group(std::vector{bob_, carol_});
  EXPECT_THAT(sharing(), ElementsAre(true, false));
  leave(group, bob_);
  EXPECT_THAT(sharing(), ElementsAre(false, false));
  join(group, bob_);
  leave(group, ada_);
  EXPECT_THAT(sharing(), ElementsAre(false, false));
}

TEST_P(ReachStoreTest, users_are_separated_by_a_block_of_either_of_them) {
  const auto separated = [&] { return ask([&](ReachStore store) { return store.separated_from(ada_); }); };
  EXPECT_THAT(separated(), IsEmpty());
  block(ada_, bob_);
  block(bob_, ada_);
  block(carol_, ada_);
  EXPECT_THAT(separated(), ElementsAre(bob_, carol_));
  EXPECT_THAT(ask([&](ReachStore store) { return store.blockers_of(ada_); }), ElementsAre(bob_, carol_));
  EXPECT_THAT(ask([&](ReachStore store) { return store.blockers_of(carol_); }), IsEmpty());
  const ConversationId group = add_group(std::vector{ada_, bob_, carol_});
  leave(group, carol_);
  EXPECT_THAT(ask([&](ReachStore store) { return store.separated_in(group, ada_); }), ElementsAre(bob_));
}

TEST_P(ReachStoreTest, the_flags_of_users_say_whether_there_are_blocks) {
  block(ada_, bob_);
  block(carol_, bob_);
  EXPECT_TRUE(user(ada_).has_blocks);
  EXPECT_FALSE(user(ada_).is_blocked);
  EXPECT_TRUE(user(bob_).is_blocked);
  unblock(ada_, bob_);
  EXPECT_FALSE(user(ada_).has_blocks);
  EXPECT_TRUE(user(bob_).is_blocked);
  unblock(carol_, bob_);
  EXPECT_FALSE(user(bob_).is_blocked);
}

TEST_P(ReachStoreTest, users_are_locked_in_order_and_unknown_ones_left_out) {
  std::vector<UserId> ids = {ada_, bob_, UserId::generate()};
  std::ranges::sort(ids);
  const auto locked = write([&](Transaction& tx) { return tx.store<UserStore>().lock_all(ids); });
  ASSERT_EQ(locked.size(), 2U);
  EXPECT_EQ(locked[0].id, ada_);
  EXPECT_EQ(locked[1].id, bob_);
}

}  // namespace
}  // namespace parley::testing
