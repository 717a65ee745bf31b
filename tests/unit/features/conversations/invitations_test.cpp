// Who does not permit others to add them or to write first is invited, and decides.
#include <parley/features/accounts/blocks.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class InvitationsTest : public ServiceTest {
 protected:
  std::vector<Invitation> waiting(const Caller& user) { return value_of(invitations_->list(user)); }
  std::size_t conversations_of(const Caller& user) {
    return value_of(conversations_->list(user, {}, 100)).conversations.size();
  }
  ErrorCode add(const Caller& admin, ConversationId id, const Caller& user) {
    return error_of(members_->add(admin, id, user.user, MemberRole::member));
  }

  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Caller eve_ = add_user("eve");
};

TEST_F(InvitationsTest, one_who_admits_nobody_is_invited_to_a_direct_conversation_and_accepts) {
  permit(bob_, ReachableBy::nobody);
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, bob_.user)), ErrorCode::consent_needed);
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, bob_.user)), ErrorCode::consent_needed);
  EXPECT_THAT(announced(), ElementsAre("to bob 2: 1 invitations"));
  EXPECT_EQ(conversations_of(ada_), 0U);
  const Invitation invitation = waiting(bob_).front();
  EXPECT_EQ(invitation.inviter.user, ada_.user);
  EXPECT_EQ(invitation.inviter.username, "ada");
  EXPECT_FALSE(invitation.conversation);
  const auto opened = value_of(invitations_->accept(bob_, invitation.id));
  EXPECT_EQ(opened.conversation.kind, ConversationKind::direct);
  EXPECT_THAT(announced(),
              ElementsAre("to ada 1: added at rev 1", "to bob 3: added at rev 1", "to bob 4: 0 invitations"));
  EXPECT_EQ(value_of(conversations_->open_direct(ada_, bob_.user)).first.conversation.id, opened.conversation.id);
  EXPECT_EQ(error_of(invitations_->accept(bob_, invitation.id)), ErrorCode::not_found);
}

TEST_F(InvitationsTest, two_who_want_to_write_to_each_other_need_no_further_answer) {
  permit(ada_, ReachableBy::nobody);
  permit(bob_, ReachableBy::nobody);
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, bob_.user)), ErrorCode::consent_needed);
  EXPECT_TRUE(value_of(conversations_->open_direct(bob_, ada_.user)).second);
  EXPECT_THAT(waiting(bob_), IsEmpty());
}

TEST_F(InvitationsTest, one_who_admits_acquaintances_is_added_by_them_and_invited_by_strangers) {
  permit(bob_, ReachableBy::shared);
  const ConversationId group = add_group({ada_, eve_});
  EXPECT_EQ(add(ada_, group, bob_), ErrorCode::consent_needed);
  value_of(invitations_->accept(bob_, waiting(bob_).front().id));
  EXPECT_TRUE(value_of(conversations_->open_direct(eve_, bob_.user)).second);
  EXPECT_EQ(value_of(conversations_->create_group(ada_, {"", "", false, {bob_.user}})).conversation.member_count, 2);
}

TEST_F(InvitationsTest, a_group_begins_with_those_who_permit_it_and_invites_the_others) {
  permit(bob_, ReachableBy::nobody);
  const auto created = value_of(conversations_->create_group(ada_, {"Lunch", "", false, {bob_.user, eve_.user}}));
  EXPECT_EQ(created.conversation.member_count, 2);
  EXPECT_THAT(created.invited, ElementsAre(bob_.user));
  EXPECT_THAT(announced(),
              ElementsAre("to ada 1: added at rev 1", "to eve 1: added at rev 1", "to bob 2: 1 invitations"));
  const Invitation invitation = waiting(bob_).front();
  EXPECT_EQ(invitation.conversation, created.conversation.id);
  EXPECT_EQ(invitation.title, "Lunch");
  EXPECT_EQ(value_of(invitations_->accept(bob_, invitation.id)).conversation.member_count, 3);
}

TEST_F(InvitationsTest, a_declined_invitation_is_gone) {
  permit(bob_, ReachableBy::nobody);
  const ConversationId group = add_group({ada_});
  add(ada_, group, bob_);
  take_events();
  const InvitationId id = waiting(bob_).front().id;
  EXPECT_EQ(error_of(invitations_->decline(eve_, id)), ErrorCode::not_found);
  value_of(invitations_->decline(bob_, id));
  EXPECT_THAT(announced(), ElementsAre("to bob 3: 0 invitations"));
  EXPECT_EQ(error_of(invitations_->accept(bob_, id)), ErrorCode::not_found);
  EXPECT_EQ(conversations_of(bob_), 0U);
}

TEST_F(InvitationsTest, a_block_removes_the_invitations_of_the_blocked_one_and_lets_no_more_through) {
  permit(bob_, ReachableBy::nobody);
  const ConversationId group = add_group({ada_});
  add(ada_, group, bob_);
  error_of(conversations_->open_direct(ada_, bob_.user));
  error_of(conversations_->open_direct(eve_, bob_.user));
  take_events();
  Blocks blocks(*database_, limits_);
  value_of(blocks.block(bob_, ada_.user));
  EXPECT_THAT(announced(), ElementsAre("to bob 5: 1 blocked", "to bob 6: 1 invitations"));
  EXPECT_EQ(waiting(bob_).front().inviter.user, eve_.user);
  EXPECT_EQ(add(ada_, group, bob_), ErrorCode::not_found);
}

TEST_F(InvitationsTest, an_invitation_by_one_who_is_no_longer_reachable_leads_nowhere) {
  permit(bob_, ReachableBy::nobody);
  error_of(conversations_->open_direct(ada_, bob_.user));
  error_of(conversations_->open_direct(eve_, bob_.user));
  const std::vector<Invitation> all = waiting(bob_);
  deactivate(ada_.user);
  Blocks blocks(*database_, limits_);
  value_of(blocks.block(eve_, bob_.user));
  for (const Invitation& one : all) EXPECT_EQ(error_of(invitations_->accept(bob_, one.id)), ErrorCode::not_found);
}

TEST_F(InvitationsTest, a_full_group_takes_in_nobody_by_invitation) {
  limits_.group_members = 2;
  permit(bob_, ReachableBy::nobody);
  const ConversationId group = add_group({ada_});
  add(ada_, group, bob_);
  join(ada_, group, eve_);
  EXPECT_EQ(error_of(invitations_->accept(bob_, waiting(bob_).front().id)), ErrorCode::conflict);
  EXPECT_THAT(waiting(bob_), SizeIs(1)) << "there may be room later";
}

TEST_F(InvitationsTest, unanswered_invitations_are_limited) {
  limits_.invitations = 1;
  permit(bob_, ReachableBy::nobody);
  error_of(conversations_->open_direct(ada_, bob_.user));
  EXPECT_EQ(error_of(conversations_->open_direct(eve_, bob_.user)), ErrorCode::conflict);
  EXPECT_THAT(faults_of(conversations_->create_group(eve_, {"", "", false, {ada_.user, ada_.user, bob_.user}})),
              ElementsAre("members[2] invalid"));
  EXPECT_THAT(waiting(bob_), SizeIs(1));
}

TEST_F(InvitationsTest, a_client_that_was_away_learns_of_its_invitations) {
  EXPECT_THAT(*value_of(sync_->page(bob_.user, {})).invitations, IsEmpty());
  permit(bob_, ReachableBy::nobody);
  error_of(conversations_->open_direct(ada_, bob_.user));
  const SyncPage page = value_of(sync_->page(bob_.user, {}));
  EXPECT_THAT(*page.invitations, SizeIs(1));
  SyncRequest again{.epoch = page.epoch, .positions = {}, .user_rev = page.user.rev, .after = {}};
  EXPECT_FALSE(value_of(sync_->page(bob_.user, again)).invitations);
}

TEST_F(InvitationsTest, a_user_is_in_so_many_conversations_and_no_more) {
  limits_.user_conversations = 1;
  const ConversationId group = add_group({ada_});
  EXPECT_EQ(error_of(conversations_->create_group(ada_, {"", "", false, {}})), ErrorCode::conflict);
  EXPECT_EQ(error_of(conversations_->open_direct(bob_, ada_.user)), ErrorCode::conflict);
  join(ada_, group, bob_);
  EXPECT_EQ(error_of(conversations_->create_group(eve_, {"", "", false, {bob_.user}})), ErrorCode::conflict);
  value_of(members_->leave(bob_, group));
  EXPECT_TRUE(value_of(conversations_->open_direct(eve_, bob_.user)).second);
}

TEST_F(InvitationsTest, a_user_creates_and_adds_so_much_in_a_day) {
  limits_.conversations_per_day = 1;
  limits_.members_per_day = 1;
  const ConversationId group = add_group({ada_});
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, bob_.user)), ErrorCode::rate_limited);
  join(ada_, group, bob_);
  EXPECT_EQ(add(ada_, group, eve_), ErrorCode::rate_limited);
  EXPECT_EQ(add(ada_, group, eve_), ErrorCode::rate_limited) << "a refused request counts nothing";
  const Result<Member> refused = run(members_->add(ada_, group, eve_.user, MemberRole::member));
  EXPECT_LE(*refused.error().retry_after, std::chrono::hours(24));
  clock_.advance(*refused.error().retry_after);
  EXPECT_EQ(join(ada_, group, eve_).user, eve_.user);
  limits_.conversations_per_day = 0;
  limits_.members_per_day = 0;
  EXPECT_EQ(value_of(conversations_->create_group(ada_, {"", "", false, {bob_.user, eve_.user}})).invited.size(), 0U);
}

}  // namespace
}  // namespace parley::testing
