// A suspended account is not active: groups get another admin, and nobody chooses the suspended member.
#include <parley/features/admin/operator_actions.hpp>

#include <parley/base/metrics.hpp>

#include "unit/features/service_test.hpp"

namespace parley::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OperatorActionsTest : public ServiceTest {
 protected:
  void suspend(const std::string& name) { value_of(actions_.suspend(name)); }
  void restore(const std::string& name) { value_of(actions_.restore(name)); }
  MemberRole role_of(const Caller& user, ConversationId id) { return value_of(conversations_->get(user, id)).role; }
  std::vector<std::string> admins(const Caller& reader, ConversationId id) {
    std::vector<std::string> names;
    for (const Member& member : value_of(members_->list(reader, id, {}, 10)).members) {
      if (member.role == MemberRole::admin) names.push_back(member.username);
    }
    std::ranges::sort(names);
    return names;
  }

  Metrics metrics_;
  OperatorActions actions_{*database_, clock_, metrics_};
  Caller ada_ = add_user("ada");
  Caller bob_ = add_user("bob");
  Caller cy_ = add_user("cy");
};

TEST_F(OperatorActionsTest, the_last_admin_who_is_suspended_is_followed_by_the_oldest_active_member) {
  const ConversationId id = add_group({ada_});
  clock_.advance(seconds(1));
  join(ada_, id, bob_);
  clock_.advance(seconds(1));
  join(ada_, id, cy_);
  suspend("bob");
  take_events();
  suspend("ada");
  EXPECT_THAT(announced(), Contains("rev 4: cy is admin"));
  EXPECT_THAT(admins(cy_, id), ElementsAre("ada", "cy"));
  restore("ada");
  EXPECT_THAT(admins(cy_, id), ElementsAre("ada", "cy")) << "a restored admin is an admin still";
}

TEST_F(OperatorActionsTest, a_suspended_member_does_not_take_over_when_the_last_admin_leaves) {
  const ConversationId id = add_group({ada_});
  join(ada_, id, bob_);
  clock_.advance(seconds(1));
  join(ada_, id, cy_);
  suspend("bob");
  value_of(members_->leave(ada_, id));
  EXPECT_EQ(role_of(cy_, id), MemberRole::admin);
  EXPECT_EQ(role_of(bob_, id), MemberRole::member);
}

TEST_F(OperatorActionsTest, a_suspended_admin_is_no_reason_to_let_the_last_active_one_go) {
  const ConversationId id = add_group({ada_, bob_, cy_});
  value_of(members_->change_role(ada_, id, bob_.user, MemberRole::admin));
  suspend("bob");
  EXPECT_EQ(error_of(members_->change_role(ada_, id, ada_.user, MemberRole::member)), ErrorCode::conflict);
  suspend("cy");
  EXPECT_EQ(error_of(members_->change_role(ada_, id, cy_.user, MemberRole::admin)), ErrorCode::conflict);
}

TEST_F(OperatorActionsTest, a_group_in_which_nobody_was_active_gets_an_admin_when_one_is_restored) {
  const ConversationId id = add_group({ada_, bob_});
  suspend("bob");
  value_of(members_->leave(ada_, id));
  EXPECT_EQ(role_of(bob_, id), MemberRole::member);
  restore("bob");
  EXPECT_EQ(role_of(bob_, id), MemberRole::admin);
}

TEST_F(OperatorActionsTest, the_invitation_of_a_suspended_user_waits_until_the_user_is_restored) {
  permit(cy_, ReachableBy::nobody);
  const ConversationId id = add_group({ada_});
  EXPECT_EQ(error_of(members_->add(ada_, id, cy_.user, MemberRole::member)), ErrorCode::consent_needed);
  suspend("ada");
  EXPECT_THAT(value_of(invitations_->list(cy_)), IsEmpty());
  restore("ada");
  value_of(invitations_->accept(cy_, value_of(invitations_->list(cy_)).at(0).id));
  EXPECT_EQ(role_of(cy_, id), MemberRole::member);
}

TEST_F(OperatorActionsTest, a_direct_conversation_has_no_admins_whoever_is_suspended) {
  const ConversationId id = value_of(conversations_->open_direct(ada_, bob_.user)).first.conversation.id;
  suspend("ada");
  restore("ada");
  EXPECT_THAT(admins(bob_, id), IsEmpty());
}

TEST_F(OperatorActionsTest, nobody_writes_first_to_a_suspended_user_or_adds_one) {
  const ConversationId id = add_group({ada_});
  suspend("bob");
  EXPECT_EQ(error_of(conversations_->open_direct(ada_, bob_.user)), ErrorCode::not_found);
  EXPECT_EQ(error_of(members_->add(ada_, id, bob_.user, MemberRole::member)), ErrorCode::not_found);
  restore("bob");
  EXPECT_EQ(join(ada_, id, bob_).user, bob_.user);
}

}  // namespace
}  // namespace parley::testing
