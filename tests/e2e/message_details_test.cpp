// Replies, reactions, mentions, pins, versions and moderation, by REST and over a WebSocket.
#include "e2e/support/either_way_test.hpp"

namespace parley::e2e {
namespace {

class MessageDetailsTest : public EitherWayTest {
 protected:
  void SetUp() override {
    ann_ = std::make_unique<Person>(server(), "ann");
    bob_ = std::make_unique<Person>(server(), "bob");
    group_ = ann_->create_group({bob_.get()});
    callers_.emplace("ann", caller(*ann_));
    callers_.emplace("bob", caller(*bob_));
  }
  void TearDown() override {
    callers_.clear();
    EitherWayTest::TearDown();
  }

  Json at(int seq, Json more = Json::object()) const {
    more["conversation"] = group_;
    more["seq"] = seq;
    return more;
  }
  Json send(const std::string& who, const std::string& body, Json more = Json::object()) {
    more["conversation"] = group_;
    more["body"] = body;
    more["client_id"] = std::to_string(++sent_);
    return callers_.at(who).must("message.send", more).at("message");
  }
  Json summary(const std::string& who) { return callers_.at(who).must("conversation.get", {{"conversation", group_}}); }

  std::unique_ptr<Person> ann_;
  std::unique_ptr<Person> bob_;
  std::string group_;
  std::map<std::string, Caller> callers_;
  int sent_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Each, MessageDetailsTest, both_ways(), name_of_way);

TEST_P(MessageDetailsTest, a_plain_message_has_nothing_beside_its_text) {
  const Json plain = send("ann", "hello");
  for (const char* name : {"quote", "reactions", "mentions", "mentions_all", "pinned_at", "deleted_by"}) {
    EXPECT_FALSE(plain.contains(name)) << name;
  }
  EXPECT_FALSE(summary("bob").contains("mentions"));
}

TEST_P(MessageDetailsTest, a_reply_quotes_live_and_in_history) {
  LiveClient listening = bob_->connect();
  send("ann", "question");
  const Json answer = send("bob", "answer", {{"reply_to", 1}});
  EXPECT_EQ(answer.at("quote"), (Json{{"seq", 1}, {"rev", 2}, {"sender", ann_->id()}, {"body", "question"}}));
  const auto is_answer = [&](const Json& event) { return event.at("data").value("seq", 0) == 2; };
  EXPECT_EQ(listening.wait_event(is_answer).at("data"), answer);
  EXPECT_EQ(callers_.at("ann").must("message.get", at(2)), answer);
}

TEST_P(MessageDetailsTest, a_member_who_joined_after_a_message_is_not_shown_it_as_a_quote) {
  send("ann", "a secret");
  const Person carol(server(), "carol");
  callers_.at("ann").must("member.add", {{"conversation", group_}, {"user", carol.id()}});
  LiveClient listening = carol.connect();
  send("bob", "indeed", {{"reply_to", 1}});
  const Json heard = listening.wait_event("message.created");
  EXPECT_EQ(heard.at("data").at("reply_to"), 1);
  EXPECT_FALSE(heard.at("data").contains("quote"));
  EXPECT_FALSE(caller(carol).must("message.get", at(2)).contains("quote"));
}

TEST_P(MessageDetailsTest, reactions_come_and_go_and_everybody_hears) {
  LiveClient listening = ann_->connect();
  send("ann", "news");
  const Json reacted = callers_.at("bob").must("reaction.add", at(1, {{"emoji", "❤"}}));
  EXPECT_EQ(reacted.at("reactions"), (Json{{{"emoji", "❤️"}, {"users", {bob_->id()}}}}));
  EXPECT_EQ(listening.wait_event("message.reacted").at("data"), reacted);
  EXPECT_EQ(callers_.at("bob").must("reaction.add", at(1, {{"emoji", "❤️"}})).at("rev"), reacted.at("rev"));
  EXPECT_FALSE(callers_.at("bob").must("reaction.remove", at(1, {{"emoji", "❤️"}})).contains("reactions"));
}

TEST_P(MessageDetailsTest, only_one_emoji_is_a_reaction) {
  send("ann", "news");
  for (const char* text : {"a", "👍👍", ":)"}) {
    EXPECT_EQ(fault(callers_.at("bob").refused("reaction.add", at(1, {{"emoji", text}}))), "emoji invalid");
  }
}

TEST_P(MessageDetailsTest, mentions_are_counted_apart_from_what_is_unread) {
  const Json called = send("ann", "@BOB and @nobody, look");
  EXPECT_EQ(called.at("mentions"), Json{bob_->id()});
  send("ann", "that was all");
  EXPECT_EQ(summary("bob").at("mentions"), Json{1});
  EXPECT_EQ(summary("bob").at("unread"), 2);
  callers_.at("bob").must("receipt.send", {{"conversation", group_}, {"read", 1}});
  EXPECT_FALSE(summary("bob").contains("mentions"));
}

TEST_P(MessageDetailsTest, a_moderator_calls_everybody_and_a_member_does_not) {
  EXPECT_FALSE(send("bob", "@all hear").contains("mentions_all"));
  EXPECT_TRUE(send("ann", "@all hear").at("mentions_all"));
}

TEST_P(MessageDetailsTest, pins_are_listed_the_last_one_first) {
  send("ann", "first rule");
  send("ann", "second rule");
  callers_.at("ann").must("pin.add", at(2));
  EXPECT_EQ(callers_.at("ann").must("pin.add", at(1)).at("pinned_by"), ann_->id());
  EXPECT_EQ(callers_.at("bob").refused("pin.add", at(1)).at("code"), "forbidden");
  callers_.at("ann").must("pin.remove", at(2));
  const Json pinned = callers_.at("bob").must("pin.list", {{"conversation", group_}}).at("messages");
  ASSERT_EQ(pinned.size(), 1U);
  EXPECT_EQ(pinned.at(0).at("seq"), 1);
}

TEST_P(MessageDetailsTest, what_a_message_said_is_kept_until_it_is_deleted) {
  send("ann", "one");
  callers_.at("ann").must("message.edit", at(1, {{"body", "two"}}));
  const Json versions = callers_.at("bob").must("message.edits", at(1)).at("versions");
  EXPECT_EQ(versions.at(0).at("body"), "one");
  EXPECT_EQ(versions.at(1).at("body"), "two");
  callers_.at("ann").must("message.delete", at(1));
  EXPECT_TRUE(callers_.at("bob").must("message.edits", at(1)).at("versions").empty());
}

TEST_P(MessageDetailsTest, a_moderator_deletes_what_others_said) {
  send("ann", "rude words");
  EXPECT_EQ(callers_.at("bob").refused("message.delete", at(1)).at("code"), "forbidden");
  callers_.at("ann").must("member.update", {{"conversation", group_}, {"user", bob_->id()}, {"role", "moderator"}});
  const Json tombstone = callers_.at("bob").must("message.delete", at(1));
  EXPECT_EQ(tombstone.at("deleted_by"), bob_->id());
  EXPECT_EQ(callers_.at("bob").refused("reaction.add", at(1, {{"emoji", "👍"}})).at("code"), "conflict");
}

}  // namespace
}  // namespace parley::e2e
