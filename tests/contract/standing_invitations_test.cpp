// Which invitations stand, and what is removed of the others.
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_blocks.hpp>
#include <parley/features/accounts/store_invitations.hpp>
#include <parley/features/admin/store.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StandingInvitationStoreTest : public StoreTest {
 protected:
  Invitation add(UserId user, UserId inviter, std::optional<ConversationId> group = {}) {
    const NewInvitation wanted{InvitationId::generate(), user, inviter, group, {}, at(0)};
    return write([&](Transaction& tx) {
      tx.store<InvitationStore>().add(std::span(&wanted, 1));
      return tx.store<InvitationStore>().find(user, wanted.id).value();
    });
  }
  bool stands(const Invitation& invitation) {
    return read([&](Transaction& tx) { return tx.store<InvitationStore>().stands(invitation); });
  }
  std::vector<InvitationId> ids(std::vector<Invitation> invitations) {
    std::vector<InvitationId> ids;
    for (const Invitation& one : invitations) ids.push_back(one.id);
    return ids;
  }
  std::vector<InvitationId> list(UserId user) {
    return ids(read([&](Transaction& tx) { return tx.store<InvitationStore>().list(user); }));
  }
  bool is_kept(const Invitation& one) {
    return read([&](Transaction& tx) { return tx.store<InvitationStore>().find(one.user, one.id).has_value(); });
  }
  bool has_invitations(UserId user) {
    return read([&](Transaction& tx) { return tx.store<UserStore>().find(user)->has_invitations; });
  }
  void block(UserId user, UserId other) {
    write([&](Transaction& tx) { tx.store<BlockStore>().add(user, other); });
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
  UserId carol_ = add_user("carol");
  ConversationId group_ = add_group(std::vector{bob_, carol_});
};
PARLEY_FOR_EVERY_STORE(StandingInvitationStoreTest);

TEST_P(StandingInvitationStoreTest, that_of_an_admin_stands_until_the_role_or_the_membership_ends) {
  const Invitation invitation = add(ada_, bob_, group_);
  EXPECT_TRUE(stands(invitation));
  const auto become = [&](MemberRole role) {
    write([&](Transaction& tx) { tx.store<MemberStore>().set_role(group_, bob_, role, Rev(5)); });
  };
  become(MemberRole::moderator);
  EXPECT_FALSE(stands(invitation));
  EXPECT_THAT(list(ada_), IsEmpty());
  become(MemberRole::admin);
  EXPECT_THAT(list(ada_), ElementsAre(invitation.id));
  leave(group_, bob_);
  EXPECT_FALSE(stands(invitation));
  EXPECT_FALSE(stands(add(ada_, ada_, add_group(std::vector{bob_})))) << "the inviter was never a member";
}

TEST_P(StandingInvitationStoreTest, a_block_in_either_direction_and_a_closed_or_suspended_account_end_it) {
  const UserId dan = add_user("dan");
  const UserId eve = add_user("eve");
  const Invitation bobs = add(ada_, bob_);
  const Invitation carols = add(ada_, carol_);
  const Invitation dans = add(ada_, dan);
  const Invitation eves = add(ada_, eve);
  block(bob_, ada_);
  EXPECT_FALSE(stands(bobs));
  EXPECT_TRUE(stands(carols));
  block(ada_, carol_);
  EXPECT_FALSE(stands(carols));
  write([&](Transaction& tx) { tx.store<AccountStore>().deactivate(dan, at(1)); });
  write([&](Transaction& tx) { tx.store<OperatorStore>().set_suspended(eve, at(1)); });
  EXPECT_FALSE(stands(dans));
  EXPECT_FALSE(stands(eves));
  EXPECT_THAT(list(ada_), IsEmpty());
  const auto direct = [&](UserId inviter) {
    return read([&](Transaction& tx) { return tx.store<InvitationStore>().find_direct(ada_, inviter).has_value(); });
  };
  EXPECT_FALSE(direct(bob_));
}

TEST_P(StandingInvitationStoreTest, what_no_longer_stands_is_removed_and_the_rest_returned) {
  const Invitation fallen = add(ada_, carol_, group_);
  const Invitation standing = add(ada_, carol_);
  const Invitation other = add(bob_, carol_, group_);
  const auto kept = write(
      [&](Transaction& tx) { return tx.store<InvitationStore>().keep_standing(std::vector{bob_, ada_, carol_}); });
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_THAT(ids(kept.at(ada_)), ElementsAre(standing.id));
  EXPECT_FALSE(is_kept(fallen));
  EXPECT_FALSE(is_kept(other));
  EXPECT_TRUE(has_invitations(ada_));
  EXPECT_FALSE(has_invitations(bob_));
}

TEST_P(StandingInvitationStoreTest, those_to_a_group_and_those_of_two_by_each_other_are_removed) {
  const Invitation to_group = add(ada_, bob_, group_);
  const Invitation by_bob = add(ada_, bob_);
  const Invitation by_ada = add(bob_, ada_);
  const Invitation by_carol = add(ada_, carol_);
  const auto remove_to = [&] {
    return write([&](Transaction& tx) { return tx.store<InvitationStore>().remove_to(ada_, group_); });
  };
  EXPECT_TRUE(remove_to());
  EXPECT_FALSE(remove_to());
  EXPECT_FALSE(is_kept(to_group));
  const auto remove_direct = [&] {
    return write([&](Transaction& tx) { return tx.store<InvitationStore>().remove_direct(bob_, ada_); });
  };
  EXPECT_EQ(remove_direct(), (std::vector{std::min(ada_, bob_), std::max(ada_, bob_)}));
  EXPECT_THAT(remove_direct(), IsEmpty());
  EXPECT_FALSE(is_kept(by_bob) || is_kept(by_ada));
  EXPECT_THAT(list(ada_), ElementsAre(by_carol.id));
  EXPECT_FALSE(has_invitations(bob_));
}

}  // namespace
}  // namespace parley::testing
