// An invitation stands while its inviter may still make it. What no longer stands is not shown, lets nobody in, and
// keeps nobody from making another one.
#include <functional>

#include <parley/base/metrics.hpp>
#include <parley/features/accounts/blocks.hpp>
#include <parley/features/accounts/store_invitations.hpp>
#include <parley/features/admin/operator_actions.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class StandingInvitationsTest : public ServiceTest {
 protected:
  StandingInvitationsTest() {
    value_of(members_->change_role(ada_, group_, quin_.user, MemberRole::admin));
    permit(bob_, ReachableBy::nobody);
  }

  std::vector<Invitation> waiting(const Caller& user) { return value_of(invitations_->list(user)); }
  ErrorCode invite(const Caller& admin, const Caller& user, MemberRole role = MemberRole::member) {
    return error_of(members_->add(admin, group_, user.user, role));
  }
  ErrorCode open(const Caller& user, const Caller& other) {
    return error_of(conversations_->open_direct(user, other.user));
  }
  bool is_member(const Caller& user) { return run(conversations_->get(user, group_)).has_value(); }
  // The invitation of quin, who was an admin and no longer is one.
  InvitationId fallen_invitation() {
    EXPECT_EQ(invite(quin_, bob_, MemberRole::admin), ErrorCode::consent_needed);
    const InvitationId id = waiting(bob_).at(0).id;
    value_of(members_->remove(ada_, group_, quin_.user));
    take_events();
    return id;
  }

  Metrics metrics_;
  OperatorActions actions_{*database_, clock_, metrics_};
  Blocks blocks_{*database_, limits_};
  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Caller quin_ = add_user("quin");
  Caller eve_ = add_user("eve");
  ConversationId group_ = add_group({ada_, quin_});
};

TEST_F(StandingInvitationsTest, an_invitation_falls_with_the_authority_of_its_inviter) {
  const std::vector<std::pair<std::string, std::function<void()>>> ways = {
      {"demoted", [&] { value_of(members_->change_role(ada_, group_, quin_.user, MemberRole::moderator)); }},
      {"removed", [&] { value_of(members_->remove(ada_, group_, quin_.user)); }},
      {"left", [&] { value_of(members_->leave(quin_, group_)); }},
      {"suspended", [&] { value_of(actions_.suspend("quin")); }},
      {"closed", [&] { deactivate(quin_.user); }}};
  for (const auto& [name, lose_authority] : ways) {
    SCOPED_TRACE(name);
    group_ = add_group({ada_, quin_});
    value_of(members_->change_role(ada_, group_, quin_.user, MemberRole::admin));
    EXPECT_EQ(invite(quin_, bob_, MemberRole::admin), ErrorCode::consent_needed);
    const InvitationId id = waiting(bob_).at(0).id;
    lose_authority();
    EXPECT_THAT(waiting(bob_), IsEmpty());
    EXPECT_THAT(*value_of(sync_->page(bob_.user, {})).invitations, IsEmpty());
    EXPECT_EQ(error_of(invitations_->accept(bob_, id)), ErrorCode::not_found);
    EXPECT_FALSE(is_member(bob_));
    if (name == "suspended") value_of(actions_.restore("quin"));
  }
}

TEST_F(StandingInvitationsTest, an_answer_to_a_fallen_invitation_removes_it) {
  const InvitationId id = fallen_invitation();
  EXPECT_EQ(error_of(invitations_->accept(bob_, id)), ErrorCode::not_found);
  EXPECT_THAT(announced(), ElementsAre("to bob 3: 0 invitations"));
  EXPECT_EQ(error_of(invitations_->get(bob_, id)), ErrorCode::not_found);
}

TEST_F(StandingInvitationsTest, a_fallen_invitation_can_be_declined_and_its_inviter_blocked) {
  const InvitationId id = fallen_invitation();
  EXPECT_EQ(value_of(invitations_->get(bob_, id)).inviter.user, quin_.user);
  value_of(invitations_->decline(bob_, id));
  EXPECT_THAT(announced(), ElementsAre("to bob 3: 0 invitations"));
}

TEST_F(StandingInvitationsTest, another_admin_invites_in_the_place_of_a_fallen_one) {
  fallen_invitation();
  EXPECT_EQ(invite(ada_, bob_), ErrorCode::consent_needed);
  const Invitation invitation = waiting(bob_).at(0);
  EXPECT_EQ(invitation.inviter.user, ada_.user);
  value_of(invitations_->accept(bob_, invitation.id));
  EXPECT_EQ(value_of(conversations_->get(bob_, group_)).role, MemberRole::member);
}

TEST_F(StandingInvitationsTest, another_admin_invites_whoever_closed_the_account_or_blocked_before) {
  const Caller cy = add_user("cy");
  permit(cy, ReachableBy::nobody);
  EXPECT_EQ(invite(quin_, bob_), ErrorCode::consent_needed);
  EXPECT_EQ(invite(quin_, cy), ErrorCode::consent_needed);
  value_of(blocks_.block(quin_, cy.user));
  EXPECT_THAT(waiting(cy), IsEmpty());
  deactivate(quin_.user);
  for (const Caller& invited : {bob_, cy}) {
    EXPECT_EQ(invite(ada_, invited), ErrorCode::consent_needed);
    EXPECT_EQ(waiting(invited).at(0).inviter.user, ada_.user);
  }
}

TEST_F(StandingInvitationsTest, a_block_removes_the_invitations_in_both_directions) {
  EXPECT_EQ(open(ada_, bob_), ErrorCode::consent_needed);
  EXPECT_EQ(open(eve_, bob_), ErrorCode::consent_needed);
  take_events();
  value_of(blocks_.block(ada_, bob_.user));
  EXPECT_THAT(announced(), ElementsAre("to ada 2: 1 blocked", "to bob 4: 1 invitations"));
  value_of(blocks_.unblock(ada_, bob_.user));
  EXPECT_EQ(waiting(bob_).at(0).inviter.user, eve_.user) << "ada's does not come back";
}

TEST_F(StandingInvitationsTest, a_member_who_was_added_comes_back_through_no_earlier_invitation) {
  EXPECT_EQ(invite(ada_, bob_), ErrorCode::consent_needed);
  const InvitationId id = waiting(bob_).at(0).id;
  permit(bob_, ReachableBy::everybody);
  join(ada_, group_, bob_);
  EXPECT_THAT(announced(), Contains("to bob 5: 0 invitations"));
  value_of(members_->remove(ada_, group_, bob_.user));
  EXPECT_EQ(error_of(invitations_->accept(bob_, id)), ErrorCode::not_found);
  EXPECT_FALSE(is_member(bob_));
}

TEST_F(StandingInvitationsTest, whoever_leaves_or_is_removed_keeps_no_invitation) {
  for (const bool is_removed : {false, true}) {
    permit(bob_, ReachableBy::everybody);
    const ConversationId group = add_group({ada_, bob_});
    const NewInvitation kept{InvitationId::generate(), bob_.user, ada_.user, group, MemberRole::admin, clock_.now()};
    value_of(database_->write([&](Transaction& tx) -> Result<void> {
      tx.store<InvitationStore>().add(std::span(&kept, 1));
      return {};
    }));
    value_of(is_removed ? members_->remove(ada_, group, bob_.user) : members_->leave(bob_, group));
    EXPECT_EQ(error_of(invitations_->accept(bob_, kept.id)), ErrorCode::not_found);
  }
}

TEST_F(StandingInvitationsTest, nobody_is_alone_in_a_group_without_an_admin) {
  const auto group = value_of(conversations_->create_group(ada_, {"", "", false, {bob_.user}}));
  const InvitationId id = waiting(bob_).at(0).id;
  value_of(members_->leave(ada_, group.conversation.id));
  EXPECT_EQ(error_of(invitations_->accept(bob_, id)), ErrorCode::not_found);
  EXPECT_THAT(value_of(conversations_->list(bob_, {}, 100)).conversations, IsEmpty());
}

TEST_F(StandingInvitationsTest, a_direct_conversation_leaves_no_invitation_of_the_two_behind) {
  EXPECT_EQ(open(ada_, bob_), ErrorCode::consent_needed);
  EXPECT_EQ(open(eve_, bob_), ErrorCode::consent_needed);
  permit(bob_, ReachableBy::everybody);
  EXPECT_TRUE(value_of(conversations_->open_direct(ada_, bob_.user)).second);
  EXPECT_THAT(announced(), Contains("to bob 6: 1 invitations"));
  EXPECT_EQ(waiting(bob_).at(0).inviter.user, eve_.user);
}

TEST_F(StandingInvitationsTest, a_repeated_invitation_counts_nothing_and_needs_no_further_place) {
  limits_.invitations = 2;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(invite(ada_, bob_), ErrorCode::consent_needed);
    EXPECT_EQ(open(ada_, bob_), ErrorCode::conflict) << "one of the two places is ada's";
  }
  EXPECT_EQ(open(eve_, bob_), ErrorCode::consent_needed);
  EXPECT_EQ(open(eve_, bob_), ErrorCode::consent_needed);
  EXPECT_EQ(invite(ada_, bob_), ErrorCode::consent_needed) << "the list is full";
  EXPECT_EQ(invite(quin_, bob_), ErrorCode::consent_needed) << "ada's waits";
  limits_.members_per_day = 1;
  EXPECT_EQ(invite(ada_, bob_), ErrorCode::consent_needed) << "the day is used up";
  EXPECT_EQ(open(eve_, bob_), ErrorCode::consent_needed);
  limits_.group_members = 2;
  EXPECT_EQ(invite(ada_, bob_), ErrorCode::consent_needed) << "the group is full";
}

TEST_F(StandingInvitationsTest, one_inviter_takes_a_tenth_of_the_places_of_a_user) {
  limits_.invitations = 20;
  const NewGroup group{"", "", false, {ada_.user, bob_.user}};
  for (int i = 0; i < 2; ++i) EXPECT_THAT(value_of(conversations_->create_group(eve_, group)).invited, SizeIs(1));
  take_events();
  EXPECT_THAT(faults_of(conversations_->create_group(eve_, group)), ElementsAre("members[1] invalid"));
  EXPECT_EQ(open(eve_, bob_), ErrorCode::conflict);
  EXPECT_THAT(announced(), IsEmpty());
  EXPECT_EQ(invite(ada_, bob_), ErrorCode::consent_needed);
  EXPECT_THAT(waiting(bob_), SizeIs(3));
}

TEST_F(StandingInvitationsTest, fallen_invitations_take_no_place) {
  limits_.invitations = 1;
  fallen_invitation();
  EXPECT_EQ(open(eve_, bob_), ErrorCode::consent_needed);
  EXPECT_EQ(waiting(bob_).at(0).inviter.user, eve_.user);
}

}  // namespace
}  // namespace parley::testing
