#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MembersTest : public ServiceTest {
 protected:
  MemberRole role_of(const Caller& member, ConversationId id) { return value_of(conversations_->get(member, id)).role; }

  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Caller eve_ = add_user("eve");
};

TEST_F(MembersTest, a_new_member_gets_the_event_before_the_others_and_at_the_same_rev) {
  const ConversationId id = add_group({ada_, bob_});
  say(ada_, id, "before");
  take_events();
  const Member member = value_of(members_->add(ada_, id, eve_.user, MemberRole::admin));
  EXPECT_EQ(member.role, MemberRole::admin);
  EXPECT_EQ(member.visible_after, Seq(1));
  EXPECT_EQ(member.rev, Rev(3));
  const std::vector<Event> events = take_events();
  ASSERT_EQ(events.size(), 2U);
  const auto& to_eve = std::get<UserEvent>(events[0]);
  const auto& summary = *std::get<ConversationAdded>(to_eve.change).summary;
  EXPECT_EQ(to_eve.user, eve_.user);
  EXPECT_EQ(summary.conversation.rev, Rev(3));
  EXPECT_EQ(summary.conversation.member_count, 3);
  EXPECT_EQ(summary.role, MemberRole::admin);
  EXPECT_EQ(summary.unread(), 0);
  EXPECT_FALSE(summary.last_message) << "what was said before she came is not for her";
  EXPECT_EQ(std::get<ConversationEvent>(events[1]).rev, Rev(3));
}

TEST_F(MembersTest, adding_a_member_again_changes_nothing) {
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_EQ(value_of(members_->add(ada_, id, bob_.user, MemberRole::admin)).role, MemberRole::member);
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(MembersTest, nobody_unknown_can_be_added) {
  const ConversationId id = add_group({ada_});
  EXPECT_EQ(error_of(members_->add(ada_, id, UserId::generate(), MemberRole::member)), ErrorCode::not_found);
  deactivate(eve_.user);
  EXPECT_EQ(error_of(members_->add(ada_, id, eve_.user, MemberRole::member)), ErrorCode::not_found);
}

TEST_F(MembersTest, only_an_admin_adds_removes_and_promotes) {
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_EQ(error_of(members_->add(bob_, id, eve_.user, MemberRole::member)), ErrorCode::forbidden);
  EXPECT_EQ(error_of(members_->remove(bob_, id, ada_.user)), ErrorCode::forbidden);
  EXPECT_EQ(error_of(members_->change_role(bob_, id, bob_.user, MemberRole::admin)), ErrorCode::forbidden);
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(MembersTest, members_are_listed_page_by_page_without_former_members) {
  const ConversationId id = add_group({ada_, bob_, eve_});
  value_of(members_->leave(bob_, id));
  const auto page = value_of(members_->list(ada_, id, {}, 1));
  ASSERT_EQ(page.members.size(), 1U);
  ASSERT_TRUE(page.next);
  const auto rest = value_of(members_->list(ada_, id, page.next, 1));
  ASSERT_EQ(rest.members.size(), 1U);
  EXPECT_FALSE(rest.next);
  EXPECT_EQ(std::set({page.members[0].username, rest.members[0].username}), std::set<std::string>({"ada", "eve"}));
}

TEST_F(MembersTest, a_role_changes_under_a_new_rev_and_once) {
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_EQ(value_of(members_->change_role(ada_, id, bob_.user, MemberRole::admin)).role, MemberRole::admin);
  EXPECT_EQ(value_of(members_->change_role(ada_, id, bob_.user, MemberRole::admin)).rev, Rev(2));
  EXPECT_THAT(announced(), ElementsAre("rev 2: bob is admin"));
  EXPECT_EQ(error_of(members_->change_role(ada_, id, eve_.user, MemberRole::admin)), ErrorCode::not_found);
  value_of(members_->leave(bob_, id));
  EXPECT_EQ(error_of(members_->change_role(ada_, id, bob_.user, MemberRole::member)), ErrorCode::not_found);
}

TEST_F(MembersTest, the_last_admin_cannot_step_down) {
  const ConversationId id = add_group({ada_, bob_});
  EXPECT_EQ(error_of(members_->change_role(ada_, id, ada_.user, MemberRole::member)), ErrorCode::conflict);
  EXPECT_THAT(announced(), IsEmpty());
  value_of(members_->change_role(ada_, id, bob_.user, MemberRole::admin));
  EXPECT_EQ(value_of(members_->change_role(ada_, id, ada_.user, MemberRole::member)).role, MemberRole::member);
}

TEST_F(MembersTest, the_others_hear_of_a_removal_before_the_one_removed) {
  const ConversationId id = add_group({ada_, bob_});
  value_of(members_->remove(ada_, id, bob_.user));
  EXPECT_THAT(announced(), ElementsAre("rev 2: bob removed", "to bob 2: removed"));
  EXPECT_EQ(value_of(conversations_->get(ada_, id)).conversation.member_count, 1);
  EXPECT_EQ(error_of(members_->remove(ada_, id, bob_.user)), ErrorCode::not_found);
  EXPECT_EQ(error_of(members_->remove(ada_, id, eve_.user)), ErrorCode::not_found);
}

TEST_F(MembersTest, a_member_leaves_without_being_admin) {
  const ConversationId id = add_group({ada_, bob_});
  value_of(members_->leave(bob_, id));
  EXPECT_THAT(announced(), ElementsAre("rev 2: bob removed", "to bob 2: removed"));
}

TEST_F(MembersTest, removing_oneself_is_leaving) {
  const ConversationId id = add_group({ada_, bob_});
  value_of(members_->remove(bob_, id, bob_.user));
  value_of(members_->remove(ada_, id, ada_.user));
  EXPECT_THAT(announced(),
              ElementsAre("rev 2: bob removed", "to bob 2: removed", "rev 3: ada removed", "to ada 2: removed"));
}

TEST_F(MembersTest, when_the_last_admin_leaves_the_one_there_longest_takes_over) {
  const ConversationId id = add_group({ada_});
  clock_.advance(seconds(1));
  join(ada_, id, eve_);
  clock_.advance(seconds(1));
  join(ada_, id, bob_);
  take_events();
  value_of(members_->leave(ada_, id));
  EXPECT_THAT(announced(), ElementsAre("rev 4: ada removed", "to ada 2: removed", "rev 5: eve is admin"));
  EXPECT_EQ(role_of(eve_, id), MemberRole::admin);
  EXPECT_EQ(role_of(bob_, id), MemberRole::member);
}

TEST_F(MembersTest, nobody_takes_over_while_there_is_another_admin) {
  const ConversationId id = add_group({ada_, bob_, eve_});
  value_of(members_->change_role(ada_, id, bob_.user, MemberRole::admin));
  take_events();
  value_of(members_->leave(ada_, id));
  EXPECT_THAT(announced(), ElementsAre("rev 3: ada removed", "to ada 2: removed"));
}

TEST_F(MembersTest, a_closed_account_does_not_take_over_when_the_last_admin_leaves) {
  const ConversationId id = add_group({ada_});
  join(ada_, id, bob_);
  clock_.advance(seconds(1));
  join(ada_, id, eve_);
  deactivate(bob_.user);
  take_events();
  value_of(members_->leave(ada_, id));
  EXPECT_THAT(announced(), ElementsAre("rev 5: ada removed", "to ada 2: removed", "rev 6: eve is admin"));
  EXPECT_EQ(role_of(eve_, id), MemberRole::admin);
}

TEST_F(MembersTest, an_admin_who_closes_the_account_passes_the_role_on) {
  const ConversationId id = add_group({ada_});
  join(ada_, id, eve_);
  clock_.advance(seconds(1));
  join(ada_, id, bob_);
  take_events();
  deactivate(ada_.user);
  EXPECT_THAT(announced(), ElementsAre("rev 4: ada closed", "rev 5: eve is admin"));
  EXPECT_EQ(role_of(eve_, id), MemberRole::admin);
  EXPECT_EQ(role_of(bob_, id), MemberRole::member);
}

TEST_F(MembersTest, an_admin_with_a_closed_account_is_no_reason_to_let_the_last_active_one_go) {
  const ConversationId id = add_group({ada_, bob_, eve_});
  value_of(members_->change_role(ada_, id, bob_.user, MemberRole::admin));
  deactivate(bob_.user);
  take_events();
  EXPECT_EQ(error_of(members_->change_role(ada_, id, ada_.user, MemberRole::member)), ErrorCode::conflict);
  EXPECT_EQ(value_of(members_->change_role(ada_, id, bob_.user, MemberRole::member)).role, MemberRole::member);
  EXPECT_EQ(error_of(members_->change_role(ada_, id, bob_.user, MemberRole::admin)), ErrorCode::conflict);
  take_events();
  value_of(members_->leave(ada_, id));
  EXPECT_THAT(announced(), ElementsAre("rev 5: ada removed", "to ada 2: removed", "rev 6: eve is admin"));
}

TEST_F(MembersTest, the_last_account_of_a_group_closes_without_a_successor) {
  const ConversationId id = add_group({ada_, bob_});
  deactivate(bob_.user);
  take_events();
  deactivate(ada_.user);
  EXPECT_THAT(announced(), ElementsAre("rev 3: ada closed"));
  EXPECT_EQ(value_of(members_->list(ada_, id, {}, 10)).members.size(), 2U);
}

TEST_F(MembersTest, the_last_one_out_leaves_an_empty_group) {
  const ConversationId id = add_group({ada_});
  value_of(members_->leave(ada_, id));
  EXPECT_THAT(announced(), ElementsAre("rev 2: ada removed", "to ada 2: removed"));
  EXPECT_EQ(error_of(conversations_->get(ada_, id)), ErrorCode::forbidden);
}

TEST_F(MembersTest, a_member_who_was_removed_and_comes_back_starts_again) {
  const ConversationId id = add_group({ada_, bob_});
  say(ada_, id, "while he was there");
  value_of(members_->remove(ada_, id, bob_.user));
  say(ada_, id, "while he was away");
  take_events();
  const Member member = join(ada_, id, bob_);
  EXPECT_EQ(member.visible_after, Seq(2));
  EXPECT_FALSE(member.left_at);
  EXPECT_THAT(announced(), ElementsAre("to bob 3: added at rev 5", "rev 5: bob added"));
}

TEST_F(MembersTest, a_member_who_left_comes_back_by_an_own_wish_only) {
  const ConversationId id = add_group({ada_, bob_});
  value_of(members_->leave(bob_, id));
  take_events();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(error_of(members_->add(ada_, id, bob_.user, MemberRole::moderator)), ErrorCode::consent_needed);
  }
  EXPECT_THAT(announced(), ElementsAre("to bob 3: 1 invitations"));
  EXPECT_EQ(error_of(conversations_->get(bob_, id)), ErrorCode::forbidden);
  const Invitation invitation = value_of(invitations_->list(bob_)).front();
  EXPECT_EQ(value_of(invitations_->accept(bob_, invitation.id)).role, MemberRole::moderator);
  EXPECT_THAT(announced(), ElementsAre("to bob 4: added at rev 3", "rev 3: bob added", "to bob 5: 0 invitations"));
}

TEST_F(MembersTest, admins_who_step_down_at_once_leave_one) {
  const ConversationId id = add_group({ada_, bob_});
  value_of(members_->change_role(ada_, id, bob_.user, MemberRole::admin));
  std::vector<Task<Member>> tasks;
  for (const Caller& admin : {ada_, bob_}) {
    tasks.push_back(members_->change_role(admin, id, admin.user, MemberRole::member));
  }
  int refused = 0;
  for (const Result<Member>& changed : run_together(std::move(tasks))) {
    if (!changed && changed.error().code == ErrorCode::conflict) ++refused;
  }
  EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace parley::testing
