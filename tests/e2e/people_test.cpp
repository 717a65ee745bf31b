// Receipts, the user's own settings, blocks and the configuration that a client reads before signing in, by REST and
// over a WebSocket.
#include "e2e/support/either_way_test.hpp"

namespace parley::e2e {
namespace {

class PeopleTest : public EitherWayTest {
 protected:
  void SetUp() override {
    ann_ = std::make_unique<Person>(server(), "ann");
    bob_ = std::make_unique<Person>(server(), "bob");
    direct_ = ann_->open_direct(*bob_);
    callers_.emplace("ann", caller(*ann_));
    callers_.emplace("bob", caller(*bob_));
  }
  void TearDown() override {
    callers_.clear();
    EitherWayTest::TearDown();
  }

  Json in_direct(Json more = Json::object()) const {
    more["conversation"] = direct_;
    return more;
  }
  Json settings_of(const std::string& who) {
    return callers_.at(who).must("conversation.get", in_direct()).at("settings");
  }

  std::unique_ptr<Person> ann_;
  std::unique_ptr<Person> bob_;
  std::string direct_;
  std::map<std::string, Caller> callers_;
};

INSTANTIATE_TEST_SUITE_P(Each, PeopleTest, both_ways(), name_of_way);

TEST_P(PeopleTest, the_sender_hears_what_was_received_and_read) {
  LiveClient listening = ann_->connect();
  ann_->say(direct_, "hello");
  callers_.at("bob").must("receipt.send", in_direct({{"delivered", 1}}));
  EXPECT_EQ(listening.wait_event("receipts").at("data").at("members"),
            (Json{{{"user", bob_->id()}, {"delivered_seq", 1}}}));
  callers_.at("bob").must("receipt.send", in_direct({{"read", 1}}));
  EXPECT_EQ(listening.wait_event("receipts").at("data").at("members"),
            (Json{{{"user", bob_->id()}, {"delivered_seq", 1}, {"read_seq", 1}}}));
  const Json readers = callers_.at("ann").must("receipt.readers", in_direct({{"seq", 1}})).at("members");
  EXPECT_TRUE(readers.at(0).at("read"));
  EXPECT_TRUE(readers.at(0).contains("read_at"));
  EXPECT_EQ(callers_.at("ann").must("receipt.list", in_direct()).at("members").size(), 2U);
}

TEST_P(PeopleTest, private_reads_stay_private) {
  LiveClient listening = ann_->connect();
  EXPECT_TRUE(callers_.at("bob").must("me.update", {{"private_reads", true}}).at("private_reads"));
  ann_->say(direct_, "hello");
  callers_.at("bob").must("receipt.send", in_direct({{"read", 1}}));
  EXPECT_FALSE(listening.wait_event("receipts").at("data").at("members").at(0).contains("read_seq"));
  EXPECT_FALSE(callers_.at("ann").must("receipt.readers", in_direct({{"seq", 1}})).at("members").at(0).at("read"));
}

TEST_P(PeopleTest, a_receipt_says_something) {
  EXPECT_EQ(fault(callers_.at("bob").refused("receipt.send", in_direct())), "read required");
}

TEST_P(PeopleTest, settings_are_ones_own_and_reach_all_devices) {
  LiveClient phone = bob_->connect();
  const Json changed = callers_.at("bob").must(
      "conversation.settings", in_direct({{"pinned", true}, {"muted_until", "9999-12-31T00:00:00.000Z"}}));
  EXPECT_EQ(phone.wait_event("settings.updated").at("data"), (Json{{"conversation", direct_}, {"settings", changed}}));
  EXPECT_EQ(settings_of("bob"), changed);
  EXPECT_FALSE(settings_of("ann").at("pinned"));
  callers_.at("bob").must("conversation.settings", in_direct({{"muted_until", nullptr}}));
  EXPECT_FALSE(settings_of("bob").contains("muted_until"));
  EXPECT_TRUE(settings_of("bob").at("pinned"));
}

TEST_P(PeopleTest, a_device_that_was_away_gets_the_users_own_changes) {
  LiveClient phone = bob_->connect_silently();
  const Json hello = phone.hello(bob_->token());
  const Json position = {{"epoch", hello.at("sync").at("epoch")},
                         {"user_rev", hello.at("sync").at("user_rev")},
                         {"conversations", {{direct_, {{"rev", 1}, {"read_seq", 0}}}}}};
  phone.close();
  callers_.at("bob").must("conversation.settings", in_direct({{"archived", true}}));
  callers_.at("bob").must("user.block", {{"user", ann_->id()}});
  const Json missed = callers_.at("bob").must("sync", position);
  EXPECT_TRUE(missed.at("settings").at(0).at("settings").at("archived"));
  EXPECT_EQ(missed.at("blocks"), Json{ann_->id()});
}

TEST_P(PeopleTest, neither_a_blocked_user_nor_the_blocking_one_can_write) {
  ann_->say(direct_, "hello");
  callers_.at("bob").must("user.block", {{"user", ann_->id()}});
  for (const char* who : {"ann", "bob"}) {
    const Json message = in_direct({{"client_id", "x"}, {"body", "hello?"}});
    EXPECT_EQ(callers_.at(who).refused("message.send", message).at("code"), "blocked");
    const Json reaction = in_direct({{"seq", 1}, {"emoji", "👍"}});
    EXPECT_EQ(callers_.at(who).refused("reaction.add", reaction).at("code"), "blocked");
    EXPECT_EQ(callers_.at(who).refused("typing.set", in_direct({{"active", true}})).at("code"), "blocked");
  }
  EXPECT_EQ(callers_.at("bob").must("block.list").at("users").at(0).at("id"), ann_->id());
  callers_.at("bob").must("user.unblock", {{"user", ann_->id()}});
  callers_.at("ann").must("message.send", in_direct({{"client_id", "y"}, {"body", "hello again"}}));
  EXPECT_TRUE(callers_.at("bob").must("block.list").at("users").empty());
}

TEST_P(PeopleTest, nobody_opens_a_conversation_with_one_who_blocks_them) {
  const Person carol(server(), "carol");
  Caller carols = caller(carol);
  carols.must("user.block", {{"user", ann_->id()}});
  EXPECT_EQ(callers_.at("ann").refused("direct.open", {{"user", carol.id()}}).at("code"), "not_found");
  EXPECT_EQ(callers_.at("ann").refused("user.get", {{"user", carol.id()}}).at("code"), "not_found");
  EXPECT_TRUE(callers_.at("ann").must("user.search", {{"q", "carol"}}).at("users").empty());
  EXPECT_EQ(carols.refused("direct.open", {{"user", ann_->id()}}).at("code"), "blocked");
}

TEST_P(PeopleTest, one_who_admits_nobody_gets_invitations_and_answers_them) {
  const Person carol(server(), "carol");
  Caller carols = caller(carol);
  EXPECT_EQ(callers_.at("bob").must("me.update", {{"reachable_by", "nobody"}}).at("reachable_by"), "nobody");
  LiveClient bobs = bob_->connect();
  EXPECT_EQ(carols.refused("direct.open", {{"user", bob_->id()}}).at("code"), "consent_needed");
  const Json heard = bobs.wait_event("invitations.updated").at("data").at("invitations");
  EXPECT_EQ(heard, callers_.at("bob").must("invitation.list").at("invitations"));
  EXPECT_EQ(heard.at(0).at("inviter").at("username"), "carol");
  const Json opened = callers_.at("bob").must("invitation.accept", {{"invitation", heard.at(0).at("id")}});
  EXPECT_EQ(carols.must("direct.open", {{"user", bob_->id()}}).at("conversation").at("id"),
            opened.at("conversation").at("id"));

  const Json group = carols.must("conversation.create", {{"title", "Lunch"}, {"members", {bob_->id()}}});
  EXPECT_EQ(group.at("invited"), Json{bob_->id()});
  const Json waiting = callers_.at("bob").must("invitation.list").at("invitations");
  EXPECT_EQ(waiting.at(0).at("title"), "Lunch");
  callers_.at("bob").must("invitation.decline", {{"invitation", waiting.at(0).at("id")}});
  const Json again = {{"conversation", group.at("conversation").at("id")}, {"user", bob_->id()}};
  EXPECT_EQ(carols.refused("member.add", again).at("code"), "consent_needed");
  const Json last = callers_.at("bob").must("invitation.list").at("invitations");
  callers_.at("bob").must("invitation.block", {{"invitation", last.at(0).at("id")}});
  EXPECT_TRUE(callers_.at("bob").must("invitation.list").at("invitations").empty());
  EXPECT_EQ(carols.refused("member.add", again).at("code"), "not_found");
}

TEST_P(PeopleTest, typing_and_receipts_in_a_group_do_not_reach_one_who_is_separated_by_a_block) {
  const Person carol(server(), "carol");
  const std::string group = ann_->create_group({bob_.get(), &carol});
  ann_->say(group, "hello");
  callers_.at("bob").must("user.block", {{"user", ann_->id()}});
  LiveClient bobs = bob_->connect();
  LiveClient carols = carol.connect();
  callers_.at("ann").must("typing.set", {{"conversation", group}, {"active", true}});
  callers_.at("ann").must("receipt.send", {{"conversation", group}, {"delivered", 1}});
  EXPECT_EQ(carols.wait_event("typing").at("data").at("user"), ann_->id());
  EXPECT_EQ(carols.wait_event("receipts").at("data").at("members").at(0).at("user"), ann_->id());
  const Json last = ann_->say(group, "the last");
  bobs.wait_event([&](const Json& event) { return event.at("data") == last; });
  EXPECT_TRUE(bobs.events_of("typing").empty());
  EXPECT_TRUE(bobs.events_of("receipts").empty());
}

TEST_P(PeopleTest, people_are_found_by_the_words_of_their_names) {
  callers_.at("bob").must("me.update", {{"display_name", "Bob Ångström " + bob_->id()}});
  const auto found = [&](const std::string& q) {
    std::vector<std::string> ids;
    for (const Json& user : callers_.at("ann").must("user.search", {{"q", q}}).at("users"))
      ids.push_back(user.at("id"));
    return ids;
  };
  EXPECT_EQ(found("angs " + bob_->id()), std::vector{bob_->id()});
  EXPECT_EQ(found(bob_->id() + " nobody"), std::vector<std::string>());
}

TEST_P(PeopleTest, a_client_learns_what_it_needs_before_anybody_signs_in) {
  const Json config = callers_.at("ann").must("config.get");
  EXPECT_EQ(config.at("websocket_url"), "/api/ws");
  EXPECT_TRUE(config.at("registration"));
  EXPECT_EQ(config.at("limits").at("message_chars"), 4000);
  EXPECT_EQ(expect_status(200, HttpClient(server().port(), "").get("/api/config")).body, config);
}

}  // namespace
}  // namespace parley::e2e
