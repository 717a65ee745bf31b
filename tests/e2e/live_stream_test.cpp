#include <set>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using LiveStreamTest = ServerTest;

class LargeGroupTest : public ServerTest {
 protected:
  LargeGroupTest() { start({"limits.typing_merge_members=2"}); }
};

TEST_F(LiveStreamTest, two_people_talk) {
  Person ann = person("ann");
  Person bob = person("bob");
  LiveClient anns = ann.connect();
  LiveClient bobs = bob.connect();

  const Json opened = anns.must("direct.open", {{"user", bob.id()}});
  const std::string conversation = opened.at("conversation").at("id");
  EXPECT_EQ(bobs.wait_event("conversation.added").at("data").at("conversation").at("id"), conversation);

  const Json sent = anns.must("message.send", {{"conversation", conversation}, {"client_id", "1"}, {"body", "hi"}});
  EXPECT_EQ(sent.at("message").at("seq"), 1);
  const Json heard = bobs.wait_event("message.created");
  EXPECT_EQ(heard.at("conversation"), conversation);
  EXPECT_EQ(heard.at("rev"), sent.at("message").at("rev"));
  EXPECT_EQ(heard.at("data"), sent.at("message"));
  EXPECT_EQ(anns.wait_event("message.created").at("data"), sent.at("message"));
}

TEST_F(LiveStreamTest, a_repeated_message_is_announced_once) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  LiveClient client = ann.connect();
  const Json message = {{"conversation", group}, {"client_id", "once"}, {"body", "words"}};
  EXPECT_FALSE(client.must("message.send", message).at("duplicate"));
  EXPECT_TRUE(client.must("message.send", message).at("duplicate"));
  ann.say(group, "the next");
  client.wait_event([](const Json& event) { return event.at("data").value("body", "") == "the next"; });
  EXPECT_EQ(client.events_of("message.created").size(), 2);
}

TEST_F(LiveStreamTest, typing_is_announced_for_six_seconds_and_ends_when_the_client_says_so) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  LiveClient anns = ann.connect();
  LiveClient bobs = bob.connect();
  anns.must("typing.set", {{"conversation", group}, {"active", true}});
  const Json typing = bobs.wait_event("typing");
  EXPECT_EQ(typing.at("conversation"), group);
  EXPECT_EQ(typing.at("data"), (Json{{"user", ann.id()}, {"expires_ms", 6000}}));
  EXPECT_FALSE(typing.contains("rev"));
  anns.must("typing.set", {{"conversation", group}, {"active", false}});
  EXPECT_EQ(bobs.wait_event("typing").at("data").at("expires_ms"), 0);
  ann.say(group, "done");
  anns.wait_event("message.created");
  EXPECT_TRUE(anns.events_of("typing").empty());
}

TEST_F(LiveStreamTest, typing_is_announced_once_a_second_however_often_the_client_signals_it) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  LiveClient anns = ann.connect();
  LiveClient bobs = bob.connect();
  for (int i = 0; i < 10; ++i) anns.must("typing.set", {{"conversation", group}, {"active", true}});
  ann.say(group, "done");
  bobs.wait_event("message.created");
  EXPECT_EQ(bobs.events_of("typing").size(), 1);
}

TEST_F(LargeGroupTest, typing_users_come_in_one_event_and_none_gets_the_own_typing) {
  Person ann = person("ann");
  Person bob = person("bob");
  Person cyd = person("cyd");
  const std::string group = ann.create_group({&bob, &cyd});
  LiveClient anns = ann.connect();
  LiveClient bobs = bob.connect();
  LiveClient cyds = cyd.connect();
  const auto names = [](LiveClient& client, std::size_t wanted) {
    std::set<std::string> users;
    while (users.size() < wanted) {
      for (const Json& one : client.wait_event("typing").at("data").at("users")) {
        EXPECT_EQ(one.at("expires_ms"), 6000);
        users.insert(one.at("user"));
      }
    }
    return users;
  };
  anns.must("typing.set", {{"conversation", group}});
  bobs.must("typing.set", {{"conversation", group}});
  EXPECT_EQ(names(cyds, 2), (std::set{ann.id(), bob.id()}));
  EXPECT_EQ(names(anns, 1), (std::set{bob.id()}));
  EXPECT_EQ(names(bobs, 1), (std::set{ann.id()}));
  ann.say(group, "done");
  for (LiveClient* client : {&anns, &bobs}) {
    client->wait_event("message.created");
    EXPECT_EQ(client->events_of("typing").size(), 1);
  }
}

TEST_F(LiveStreamTest, a_client_that_knows_that_it_left_cannot_type) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  LiveClient anns = ann.connect();
  LiveClient bobs = bob.connect();
  bobs.must("typing.set", {{"conversation", group}, {"active", true}});
  anns.wait_event("typing");
  bob.http().post("/api/conversations/" + group + "/leave");
  bobs.wait_event("member.removed");
  EXPECT_EQ(bobs.refused("typing.set", {{"conversation", group}, {"active", true}}).at("code"), "forbidden");
  ann.say(group, "gone");
  anns.wait_event("message.created");
  EXPECT_EQ(anns.events_of("typing").size(), 1);
}

TEST_F(LiveStreamTest, what_is_read_on_one_device_is_read_on_the_others) {
  Person ann = person("ann");
  Person bob = person("bob");
  const Person phone = bob.on_another_device(server());
  const std::string group = ann.create_group({&bob});
  for (const char* body : {"one", "two", "three"}) ann.say(group, body);
  LiveClient desk = bob.connect();
  LiveClient pocket = phone.connect();
  const Json moved = desk.must("receipt.send", {{"conversation", group}, {"read", 2}});
  EXPECT_EQ(moved.at("unread"), 1);
  const Json heard = pocket.wait_event("receipt");
  EXPECT_EQ(heard.at("data").at("read_seq"), 2);
  EXPECT_EQ(heard.at("data").at("unread"), 1);
  EXPECT_EQ(bob.http().get("/api/conversations/" + group).body.at("unread"), 1);

  // The cursor never moves back, and stops at the last message.
  EXPECT_EQ(desk.must("receipt.send", {{"conversation", group}, {"read", 1}}).at("read_seq"), 2);
  EXPECT_EQ(desk.must("receipt.send", {{"conversation", group}, {"read", 99}}).at("read_seq"), 3);
}

TEST_F(LiveStreamTest, ones_own_message_is_read) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  bob.say(group, "one");
  EXPECT_EQ(ann.http().get("/api/conversations/" + group).body.at("unread"), 1);
  ann.say(group, "two");
  EXPECT_EQ(ann.http().get("/api/conversations/" + group).body.at("unread"), 0);
  EXPECT_EQ(bob.http().get("/api/conversations/" + group).body.at("unread"), 1);
}

TEST_F(LiveStreamTest, the_heartbeats_digest_is_the_sum_of_the_revs_that_the_client_was_brought_to) {
  start({"limits.heartbeat_interval_seconds=1"});
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string first = ann.create_group({&bob});
  const std::string second = ann.create_group({&bob});
  ann.say(first, "before");
  LiveClient client = bob.connect();
  ann.say(first, "one");
  ann.say(second, "two");
  ann.http().patch("/api/conversations/" + second, {{"title", "Renamed"}});
  const std::string third = ann.create_group({&bob});
  std::int64_t sum = 0;
  for (const std::string& group : {first, second, third}) {
    sum += bob.http().get("/api/conversations/" + group).body.at("conversation").at("rev").get<std::int64_t>();
  }
  client.wait_event("conversation.added");
  client.wait_event("heartbeat");
  EXPECT_EQ(client.wait_event("heartbeat").at("data").at("digest"), sum);

  bob.http().post("/api/conversations/" + third + "/leave");
  sum -= 1;
  client.wait_event("conversation.removed");
  client.wait_event("heartbeat");
  EXPECT_EQ(client.wait_event("heartbeat").at("data").at("digest"), sum);
}

TEST_F(LiveStreamTest, a_new_member_hears_what_follows_the_rev_at_which_it_joined) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({});
  ann.say(group, "before bob");
  LiveClient client = bob.connect();
  expect_status(200, ann.http().put("/api/conversations/" + group + "/members/" + bob.id(), Json::object()));
  const Json said = ann.say(group, "to bob");

  const Json added = client.wait_event("conversation.added");
  EXPECT_EQ(added.at("data").at("conversation").at("id"), group);
  EXPECT_FALSE(added.at("data").contains("last_message"));
  const Json first = client.wait_event([&](const Json& event) { return event.contains("rev"); });
  EXPECT_EQ(first.at("rev"), added.at("data").at("conversation").at("rev").get<int>() + 1);
  EXPECT_EQ(first.at("data"), said);
}

TEST_F(LiveStreamTest, a_removed_member_hears_of_that_and_then_nothing_more) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  const std::string notes = bob.create_group({});
  LiveClient client = bob.connect();
  expect_status(204, ann.http().del("/api/conversations/" + group + "/members/" + bob.id()));
  ann.say(group, "not for bob");
  ann.http().post("/api/conversations/" + group + "/typing");
  bob.say(notes, "a note");
  client.wait_event([&](const Json& event) { return event.value("conversation", "") == notes; });

  ASSERT_EQ(client.events().size(), 3);
  EXPECT_EQ(client.events().at(0).at("event"), "member.removed");
  EXPECT_EQ(client.events().at(0).at("data").at("user"), bob.id());
  EXPECT_EQ(client.events().at(1).at("event"), "conversation.removed");
  EXPECT_EQ(client.refused("typing.set", {{"conversation", group}}).at("status"), 403);
}

TEST_F(LiveStreamTest, events_of_a_conversation_come_in_the_order_of_their_revs_to_every_device) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  std::vector<LiveClient> devices;
  for (int i = 0; i < 4; ++i) devices.push_back((i % 2 == 0 ? ann : bob).connect());
  constexpr int kEach = 50;
  for (int i = 0; i < kEach; ++i) {
    for (std::size_t device = 0; device < devices.size(); ++device) {
      devices[device].send("message.send", {{"conversation", group},
                                            {"client_id", std::to_string(device) + "-" + std::to_string(i)},
                                            {"body", "words"}});
    }
  }
  for (LiveClient& device : devices) {
    ASSERT_TRUE(device.wait_until([&] { return device.events().size() == kEach * devices.size(); }));
    for (std::size_t i = 1; i < device.events().size(); ++i) {
      ASSERT_EQ(device.events()[i].at("rev"), device.events()[i - 1].at("rev").get<int>() + 1);
    }
    EXPECT_EQ(device.events(), devices.front().events());
  }
}

}  // namespace
}  // namespace parley::e2e
