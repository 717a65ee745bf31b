// Invitations that stand no longer, groups that are full, and what a block leaves of a direct conversation, by REST and
// over a WebSocket.
#include "e2e/support/either_way_test.hpp"

namespace parley::e2e {
namespace {

using InvitationsTest = EitherWayTest;

INSTANTIATE_TEST_SUITE_P(Each, InvitationsTest, both_ways(), name_of_way);

TEST_P(InvitationsTest, that_of_an_admin_who_was_removed_makes_nobody_an_admin) {
  Person ann = person("ann");
  const Person quin = person("quin");
  const Person bob = person("bob");
  const std::string group = ann.create_group({&quin});
  Caller anns = caller(ann);
  Caller bobs = caller(bob);
  anns.must("member.update", {{"conversation", group}, {"user", quin.id()}, {"role", "admin"}});
  bobs.must("me.update", {{"reachable_by", "nobody"}});
  const Json wanted = {{"conversation", group}, {"user", bob.id()}, {"role", "admin"}};
  EXPECT_EQ(caller(quin).refused("member.add", wanted).at("code"), "consent_needed");
  const Json invitation = bobs.must("invitation.list").at("invitations").at(0).at("id");
  anns.must("member.remove", {{"conversation", group}, {"user", quin.id()}});
  EXPECT_TRUE(bobs.must("invitation.list").at("invitations").empty());
  LiveClient phone = bob.connect();
  EXPECT_EQ(bobs.refused("invitation.accept", {{"invitation", invitation}}).at("code"), "not_found");
  EXPECT_TRUE(phone.wait_event("invitations.updated").at("data").at("invitations").empty());

  EXPECT_EQ(anns.refused("member.add", {{"conversation", group}, {"user", bob.id()}}).at("code"), "consent_needed");
  const Json anns_invitation = bobs.must("invitation.list").at("invitations").at(0);
  EXPECT_EQ(anns_invitation.at("inviter").at("username"), "ann");
  EXPECT_EQ(bobs.must("invitation.accept", {{"invitation", anns_invitation.at("id")}}).at("role"), "member");
}

TEST_P(InvitationsTest, a_full_group_is_a_conflict_and_the_invitation_waits) {
  start({"limits.group_members=2", "limits.invitations=1"});
  Person ann = person("ann");
  const Person bob = person("bob");
  const Person cyd = person("cyd");
  const std::string group = ann.create_group({});
  Caller bobs = caller(bob);
  bobs.must("me.update", {{"reachable_by", "nobody"}});
  caller(ann).refused("member.add", {{"conversation", group}, {"user", bob.id()}});
  caller(ann).must("member.add", {{"conversation", group}, {"user", cyd.id()}});
  const Json invitation = bobs.must("invitation.list").at("invitations").at(0).at("id");
  EXPECT_EQ(bobs.refused("invitation.accept", {{"invitation", invitation}}).at("code"), "conflict");
  const Json another = {{"title", "Plans"}, {"members", {bob.id()}}};
  EXPECT_EQ(fault(caller(cyd).refused("conversation.create", another)), "members[0] invalid");
  caller(cyd).must("conversation.leave", {{"conversation", group}});
  bobs.must("invitation.accept", {{"invitation", invitation}});
}

TEST_P(InvitationsTest, a_blocked_user_reads_the_direct_conversation_that_was_there) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string direct = ann.open_direct(bob);
  ann.say(direct, "hello");
  caller(bob).must("user.block", {{"user", ann.id()}});
  Caller anns = caller(ann);
  EXPECT_EQ(anns.must("direct.open", {{"user", bob.id()}}).at("conversation").at("id"), direct);
  EXPECT_EQ(anns.must("message.list", {{"conversation", direct}}).at("messages").size(), 1U);
  EXPECT_EQ(anns.refused("message.send", {{"conversation", direct}, {"client_id", "x"}, {"body", "?"}}).at("code"),
            "blocked");
}

}  // namespace
}  // namespace parley::e2e
