#include "e2e/support/either_way_test.hpp"

namespace parley::e2e {
namespace {

class MessagesTest : public EitherWayTest {
 protected:
  void SetUp() override {
    ann_ = std::make_unique<Person>(server(), "ann");
    bob_ = std::make_unique<Person>(server(), "bob");
    group_ = ann_->create_group({bob_.get()});
    caller_ = std::make_unique<Caller>(caller(*ann_));
  }
  void TearDown() override {
    caller_.reset();
    EitherWayTest::TearDown();
  }

  Json in_group(Json more = Json::object()) const {
    more["conversation"] = group_;
    return more;
  }
  Json message(const std::string& client_id, const std::string& body) const {
    return in_group({{"client_id", client_id}, {"body", body}});
  }
  Json send(const std::string& client_id, const std::string& body) {
    return caller_->must("message.send", message(client_id, body)).at("message");
  }
  // Returns the seqs of the messages of a page.
  std::vector<int> seqs(const Json& page) {
    std::vector<int> all;
    for (const Json& each : page.at("messages")) all.push_back(each.at("seq"));
    return all;
  }

  std::unique_ptr<Person> ann_;
  std::unique_ptr<Person> bob_;
  std::string group_;
  std::unique_ptr<Caller> caller_;  // calls as ann
};

INSTANTIATE_TEST_SUITE_P(Each, MessagesTest, both_ways(), name_of_way);

TEST_P(MessagesTest, a_message_is_stored_as_it_was_sent) {
  const Json first = send("a", "first");
  EXPECT_EQ(first.at("conversation"), group_);
  EXPECT_EQ(first.at("seq"), 1);
  EXPECT_EQ(first.at("sender"), ann_->id());
  EXPECT_EQ(first.at("client_id"), "a");
  EXPECT_EQ(first.at("kind"), "text");
  EXPECT_EQ(first.at("body"), "first");
  EXPECT_FALSE(first.contains("edited_at"));
  const Json reply = caller_->must("message.send", in_group({{"client_id", "b"}, {"body", "re"}, {"reply_to", 1}}));
  EXPECT_EQ(reply.at("message").at("reply_to"), 1);
  EXPECT_EQ(reply.at("message").at("rev"), first.at("rev").get<int>() + 1);
  EXPECT_EQ(caller_->must("message.get", in_group({{"seq", 1}})), first);
  EXPECT_EQ(caller_->must("message.get", in_group({{"seq", 2}})), reply.at("message"));
}

TEST_P(MessagesTest, the_same_client_id_is_the_same_message) {
  const Json first = send("once", "words");
  const Json again = caller_->must("message.send", message("once", "words"));
  EXPECT_TRUE(again.at("duplicate"));
  EXPECT_EQ(again.at("message"), first);
  EXPECT_EQ(caller_->refused("message.send", message("once", "other words")).at("code"), "conflict");
  // Each sender has client ids of its own.
  EXPECT_FALSE(caller(*bob_).must("message.send", message("once", "other words")).at("duplicate"));
}

TEST_P(MessagesTest, the_text_is_kept_to_the_last_character) {
  const std::vector<std::string> bodies = {"  <b>&amp;\"'\\ </b>\n\tline two\n ", "\u00e4\u4e2d\U0001f600\u200d\u202e",
                                           " .", std::string(4000, 'x')};
  for (const std::string& body : bodies) {
    const Json sent = send(std::to_string(body.size()), body);
    EXPECT_EQ(sent.at("body"), body);
    EXPECT_EQ(caller_->must("message.get", in_group({{"seq", sent.at("seq")}})).at("body"), body);
  }
}

TEST_P(MessagesTest, a_bad_message_is_refused_with_the_field_at_fault) {
  const auto refusal = [&](const Json& parameters) { return fault(caller_->refused("message.send", parameters)); };
  EXPECT_EQ(refusal(message("a", "")), "body too_short");
  EXPECT_EQ(refusal(message("a", std::string(4001, 'x'))), "body too_long");
  for (const char* nothing : {" ", "\n", "\u200b", "\u3164 "})
    EXPECT_EQ(refusal(message("a", nothing)), "body invalid");
  for (const char* control : {"a\rb", "a\x1b[31m", "a\x7f", "\u0085"})
    EXPECT_EQ(refusal(message("a", control)), "body invalid");
  EXPECT_EQ(refusal(message("a", std::string("a\0b", 3))), "body invalid");
  EXPECT_EQ(refusal(message("", "words")), "client_id too_short");
  EXPECT_EQ(refusal(message(std::string(65, 'x'), "words")), "client_id too_long");
  EXPECT_EQ(refusal(in_group({{"client_id", "a"}})), "body required");
  EXPECT_EQ(refusal(in_group({{"client_id", "a"}, {"body", 7}})), "body invalid");
  EXPECT_EQ(refusal(in_group({{"client_id", "a"}, {"body", "words"}, {"reply_to", 0}})), "reply_to too_small");
  EXPECT_EQ(refusal(in_group({{"client_id", "a"}, {"body", "words"}, {"reply_to", 99}})), "reply_to invalid");
  EXPECT_EQ(refusal({{"conversation", "no-uuid"}, {"client_id", "a"}, {"body", "words"}}), "conversation invalid");
  EXPECT_EQ(caller_->must("message.list", in_group()).at("messages"), Json::array());
}

TEST_P(MessagesTest, every_faulty_field_is_named_at_once) {
  const Json error = caller_->refused("message.send", in_group({{"client_id", ""}, {"body", ""}}));
  EXPECT_EQ(error.at("status"), 400);
  EXPECT_EQ(error.at("errors").size(), 2);
  EXPECT_TRUE(error.contains("title"));
  EXPECT_TRUE(error.contains("request_id"));
  for (const Json& field : error.at("errors")) EXPECT_TRUE(field.contains("detail"));
}

TEST_P(MessagesTest, an_unknown_conversation_or_message_is_not_found) {
  const std::string unknown = "01890000-0000-7000-8000-000000000000";
  EXPECT_EQ(
      caller_->refused("message.send", {{"conversation", unknown}, {"client_id", "a"}, {"body", "words"}}).at("code"),
      "not_found");
  EXPECT_EQ(caller_->refused("message.get", in_group({{"seq", 1}})).at("code"), "not_found");
}

TEST_P(MessagesTest, history_is_paged_from_either_end_and_around_a_message) {
  for (int i = 1; i <= 10; ++i) send(std::to_string(i), "words");
  using Seqs = std::vector<int>;
  const auto page = [&](const Json& parameters) { return caller_->must("message.list", in_group(parameters)); };

  const Json latest = page({{"limit", 3}});
  EXPECT_EQ(seqs(latest), (Seqs{8, 9, 10}));
  EXPECT_TRUE(latest.at("more_before"));
  EXPECT_FALSE(latest.at("more_after"));
  EXPECT_EQ(seqs(page({{"limit", 3}, {"before", 8}})), (Seqs{5, 6, 7}));
  const Json first = page({{"limit", 5}, {"before", 3}});
  EXPECT_EQ(seqs(first), (Seqs{1, 2}));
  EXPECT_FALSE(first.at("more_before"));
  EXPECT_TRUE(first.at("more_after"));
  EXPECT_EQ(seqs(page({{"limit", 4}, {"after", 0}})), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(seqs(page({{"limit", 4}, {"after", 8}})), (Seqs{9, 10}));
  EXPECT_EQ(seqs(page({{"limit", 4}, {"around", 5}})), (Seqs{4, 5, 6, 7}));
  EXPECT_EQ(seqs(page({{"limit", 4}, {"after", 10}})), Seqs{});
  EXPECT_EQ(seqs(page({{"limit", 2}, {"before", 1'000'000}})), (Seqs{9, 10}));

  EXPECT_EQ(caller_->refused("message.list", in_group({{"before", 3}, {"after", 3}})).at("code"), "invalid_request");
  EXPECT_EQ(fault(caller_->refused("message.list", in_group({{"limit", 101}}))), "limit too_large");
  EXPECT_EQ(fault(caller_->refused("message.list", in_group({{"limit", 0}}))), "limit too_small");
}

TEST_P(MessagesTest, an_edit_keeps_the_place_and_moves_the_rev) {
  const Json sent = send("a", "words");
  send("b", "more words");
  const Json edited = caller_->must("message.edit", in_group({{"seq", 1}, {"body", "better words"}}));
  EXPECT_EQ(edited.at("seq"), 1);
  EXPECT_EQ(edited.at("body"), "better words");
  EXPECT_EQ(edited.at("created_at"), sent.at("created_at"));
  EXPECT_TRUE(edited.contains("edited_at"));
  EXPECT_EQ(edited.at("rev"), sent.at("rev").get<int>() + 2);
  EXPECT_EQ(caller_->must("message.list", in_group()).at("messages").at(0), edited);
  EXPECT_EQ(fault(caller_->refused("message.edit", in_group({{"seq", 1}, {"body", ""}}))), "body too_short");
}

TEST_P(MessagesTest, a_deleted_message_leaves_a_tombstone) {
  send("a", "words to regret");
  const Json tombstone = caller_->must("message.delete", in_group({{"seq", 1}}));
  EXPECT_EQ(tombstone.at("body"), "");
  EXPECT_TRUE(tombstone.contains("deleted_at"));
  EXPECT_EQ(caller_->must("message.get", in_group({{"seq", 1}})), tombstone);
  EXPECT_EQ(caller_->must("message.delete", in_group({{"seq", 1}})), tombstone);
  EXPECT_EQ(caller_->refused("message.edit", in_group({{"seq", 1}, {"body", "again"}})).at("code"), "forbidden");
  EXPECT_EQ(send("b", "the next").at("seq"), 2);
  EXPECT_EQ(caller_->must("message.list", in_group()).dump().find("regret"), std::string::npos);
}

TEST_P(MessagesTest, a_deleted_messages_client_id_is_not_sent_again) {
  send("a", "words");
  caller_->must("message.delete", in_group({{"seq", 1}}));
  const Json again = caller_->must("message.send", message("a", "words"));
  EXPECT_TRUE(again.at("duplicate"));
  EXPECT_EQ(again.at("message").at("seq"), 1);
}

using RestMessagesTest = ServerTest;

TEST_P(MessagesTest, the_server_chooses_the_client_id_that_a_sender_leaves_out) {
  const Json one = caller_->must("message.send", in_group({{"body", "words"}}));
  const Json two = caller_->must("message.send", in_group({{"body", "words"}}));
  EXPECT_FALSE(two.at("duplicate"));
  EXPECT_NE(one.at("message").at("client_id"), two.at("message").at("client_id"));
  EXPECT_EQ(two.at("message").at("seq").get<int>(), one.at("message").at("seq").get<int>() + 1);
}

TEST_F(RestMessagesTest, the_idempotency_key_is_the_client_id) {
  Person ann = person("ann");
  const std::string path = "/api/conversations/" + ann.create_group({}) + "/messages";
  const Headers key = {{"Idempotency-Key", "key-1"}};
  const auto first = ann.http().request("POST", path, {{"body", "words"}}, key);
  ASSERT_EQ(first.status, 201) << first.text;
  EXPECT_EQ(first.body.at("message").at("client_id"), "key-1");
  EXPECT_EQ(first.header("Location"), path + "/1");
  EXPECT_EQ(ann.http().get(first.header("Location")).body, first.body.at("message"));
  const auto again = ann.http().request("POST", path, {{"body", "words"}}, key);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.header("Location"), path + "/1");
  EXPECT_TRUE(again.body.at("duplicate"));
  EXPECT_EQ(again.body.at("message"), first.body.at("message"));
  EXPECT_EQ(ann.http().request("POST", path, {{"body", "other"}}, key).status, 409);
  EXPECT_EQ(ann.http().request("POST", path, {{"body", "words"}}).status, 201);
}

TEST_F(RestMessagesTest, a_new_member_of_a_group_with_private_history_sees_only_new_messages) {
  Person ann = person("ann");
  Person bob = person("bob");
  for (const bool shares : {false, true}) {
    const std::string group = ann.create_group({}, {{"shares_history", shares}});
    ann.say(group, "before");
    expect_status(200, ann.http().put("/api/conversations/" + group + "/members/" + bob.id(), Json::object()));
    ann.say(group, "after");
    const Json page = bob.http().get("/api/conversations/" + group + "/messages").body;
    EXPECT_EQ(page.at("messages").size(), shares ? 2 : 1);
    EXPECT_EQ(page.at("messages").back().at("body"), "after");
    EXPECT_EQ(bob.http().get("/api/conversations/" + group + "/messages/1").status, shares ? 200 : 404);
  }
}

TEST_F(RestMessagesTest, a_group_that_begins_to_share_its_history_shows_new_members_what_follows) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({});
  ann.say(group, "before");
  expect_status(200, ann.http().patch("/api/conversations/" + group, {{"shares_history", true}}));
  ann.say(group, "since");
  expect_status(200, ann.http().put("/api/conversations/" + group + "/members/" + bob.id(), Json::object()));
  const Json page = bob.http().get("/api/conversations/" + group + "/messages").body;
  ASSERT_EQ(page.at("messages").size(), 1);
  EXPECT_EQ(page.at("messages").front().at("body"), "since");
  EXPECT_EQ(bob.http().get("/api/conversations/" + group + "/messages/1").status, 404);
}

}  // namespace
}  // namespace parley::e2e
