// Invitations that wait for an answer, and what a user has used of the daily limits.
#include <parley/core/store/reach.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_invitations.hpp>
#include <parley/features/conversations/store_daily_use.hpp>

#include "contract/store_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class InvitationStoreTest : public StoreTest {
 protected:
  bool add(UserId inviter, std::optional<ConversationId> conversation = {}, int second = 0) {
    const NewInvitation invitation{.id = InvitationId::generate(),
                                   .user = ada_,
                                   .inviter = inviter,
                                   .conversation = conversation,
                                   .role = MemberRole::moderator,
                                   .created_at = at(second)};
    return write([&](Transaction& tx) { return !tx.store<InvitationStore>().add(std::span(&invitation, 1)).empty(); });
  }
  std::vector<Invitation> list(UserId user) {
    return read([&](Transaction& tx) { return tx.store<InvitationStore>().list(user); });
  }
  std::optional<Invitation> find(UserId user, InvitationId id) {
    return read([&](Transaction& tx) { return tx.store<InvitationStore>().find(user, id); });
  }
  User user(UserId id) {
    return read([&](Transaction& tx) { return tx.store<UserStore>().find(id).value(); });
  }

  UserId ada_ = add_user("ada");
  UserId bob_ = add_user("bob");
  UserId carol_ = add_user("carol");
  ConversationId group_ = add_group(std::vector{bob_, carol_});
};
PARLEY_FOR_EVERY_STORE(InvitationStoreTest);

TEST_P(InvitationStoreTest, an_invitation_is_found_as_it_was_added_and_by_its_user_only) {
  EXPECT_FALSE(user(ada_).has_invitations);
  EXPECT_TRUE(add(bob_, group_, 5));
  const Invitation found = list(ada_).front();
  EXPECT_EQ(found.user, ada_);
  EXPECT_EQ(found.inviter.user, bob_);
  EXPECT_EQ(found.inviter.username, "bob");
  EXPECT_EQ(found.conversation, group_);
  EXPECT_EQ(found.title, conversation(group_).title);
  EXPECT_EQ(found.role, MemberRole::moderator);
  EXPECT_EQ(found.created_at, at(5));
  EXPECT_EQ(find(ada_, found.id)->id, found.id);
  EXPECT_FALSE(find(bob_, found.id));
  EXPECT_TRUE(user(ada_).has_invitations);
  EXPECT_FALSE(user(bob_).has_invitations);
}

TEST_P(InvitationStoreTest, several_are_added_at_once_without_those_that_wait_already) {
  EXPECT_TRUE(add(bob_, group_, 5));
  std::vector<NewInvitation> wanted;
  const std::vector<UserId> users = {carol_, ada_, bob_};
  for (const UserId user : users) wanted.push_back({InvitationId::generate(), user, bob_, group_, {}, at(6)});
  const auto added = write([&](Transaction& tx) { return tx.store<InvitationStore>().add(wanted); });
  EXPECT_THAT(added, ::testing::UnorderedElementsAre(carol_, bob_));
  EXPECT_EQ(list(carol_).front().id, wanted[0].id);
  EXPECT_EQ(list(bob_).front().id, wanted[2].id);
  EXPECT_TRUE(user(bob_).has_invitations);
  add(carol_);
  auto lists = read([&](Transaction& tx) { return tx.store<InvitationStore>().lists(std::vector{ada_, bob_}); });
  EXPECT_EQ(lists.size(), 2U);
  EXPECT_EQ(lists[ada_].size(), 2U);
  EXPECT_EQ(lists[ada_].front().created_at, at(0));
  EXPECT_TRUE(write([&](Transaction& tx) { return tx.store<InvitationStore>().add({}); }).empty());
}

TEST_P(InvitationStoreTest, one_waits_for_each_group_and_for_each_inviter_of_a_direct_conversation) {
  EXPECT_TRUE(add(bob_, group_, 1));
  EXPECT_FALSE(add(carol_, group_, 2));
  EXPECT_TRUE(add(bob_, {}, 3));
  EXPECT_FALSE(add(bob_, {}, 4));
  EXPECT_TRUE(add(carol_, {}, 5));
  const auto all = list(ada_);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].conversation, group_);
  EXPECT_EQ(all[1].inviter.user, bob_);
  EXPECT_EQ(all[1].title, "");
  EXPECT_EQ(all[2].inviter.user, carol_);
  const auto direct = read([&](Transaction& tx) { return tx.store<InvitationStore>().find_direct(ada_, bob_); });
  EXPECT_EQ(direct->id, all[1].id);
}

TEST_P(InvitationStoreTest, answered_ones_and_those_of_one_inviter_are_removed) {
  add(bob_, group_, 1);
  add(bob_, {}, 2);
  add(carol_, {}, 3);
  const InvitationId carols = list(ada_)[2].id;
  const auto remove_bobs = [&] {
    return write([&](Transaction& tx) { return tx.store<InvitationStore>().remove_from(ada_, bob_); });
  };
  EXPECT_EQ(remove_bobs(), 2U);
  EXPECT_EQ(remove_bobs(), 0U);
  EXPECT_TRUE(user(ada_).has_invitations);
  write([&](Transaction& tx) { tx.store<InvitationStore>().remove(bob_, carols); });
  EXPECT_EQ(list(ada_).size(), 1U) << "it is not Bob's invitation";
  write([&](Transaction& tx) { tx.store<InvitationStore>().remove(ada_, carols); });
  EXPECT_THAT(list(ada_), IsEmpty());
  EXPECT_FALSE(user(ada_).has_invitations);
}

TEST_P(InvitationStoreTest, who_may_reach_a_user_is_kept) {
  EXPECT_EQ(user(ada_).reachable_by, ReachableBy::everybody);
  for (const ReachableBy setting : {ReachableBy::nobody, ReachableBy::shared}) {
    write([&](Transaction& tx) {
      EXPECT_EQ(tx.store<AccountStore>().update_profile(ada_, {.reachable_by = setting})->reachable_by, setting);
    });
    EXPECT_EQ(user(ada_).reachable_by, setting);
  }
}

TEST_P(InvitationStoreTest, members_of_many_conversations_are_found_without_those_they_left) {
  add_group(std::vector{bob_});
  const auto found = [&](std::size_t many) {
    return read(
        [&](Transaction& tx) { return tx.store<ReachStore>().members_of_many(std::vector{bob_, ada_, carol_}, many); });
  };
  EXPECT_THAT(found(1), ElementsAre(bob_, carol_));
  EXPECT_THAT(found(2), ElementsAre(bob_));
  EXPECT_THAT(found(3), IsEmpty());
  leave(group_, bob_);
  EXPECT_THAT(found(2), IsEmpty());
  EXPECT_THAT(found(1), ElementsAre(bob_, carol_));
}

TEST_P(InvitationStoreTest, what_was_used_is_summed_up_by_the_day) {
  const auto use = [&](DailyUse more, Time now) {
    return write([&](Transaction& tx) { return tx.store<DailyUseStore>().add(ada_, more, now); });
  };
  const Time noon = std::chrono::floor<std::chrono::days>(at(0)) + std::chrono::hours(12);
  EXPECT_EQ(use({.conversations = 1, .members = 3}, noon).members, 3);
  const DailyUse sum = use({.conversations = 1, .members = 2}, noon + std::chrono::hours(11));
  EXPECT_EQ(sum.conversations, 2);
  EXPECT_EQ(sum.members, 5);
  EXPECT_EQ(use({.members = 1}, noon + std::chrono::hours(12)).members, 1);
  EXPECT_EQ(use({}, noon + std::chrono::hours(13)).conversations, 0);
}

}  // namespace
}  // namespace parley::testing
