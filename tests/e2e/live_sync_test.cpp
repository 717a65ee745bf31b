#include <set>

#include "e2e/support/client_model.hpp"
#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class LiveSyncTest : public ServerTest {
 protected:
  // Returns a page of sync as REST answers it.
  Json sync(Person& person, const Json& request) {
    return expect_status(200, person.http().post("/api/sync", request)).body;
  }
  Json position_of(Person& person) {
    ClientModel model;
    model.apply_sync(sync(person, Json::object()));
    return model.position();
  }
};

TEST_F(LiveSyncTest, a_client_that_comes_back_gets_what_it_missed_with_edits_and_deletions) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  ann.say(group, "one");
  ann.say(group, "two");
  ann.say(group, "three");
  const Json before = position_of(bob);

  ann.http().patch("/api/conversations/" + group + "/messages/1", {{"body", "one, edited"}});
  ann.http().del("/api/conversations/" + group + "/messages/2");
  ann.say(group, "four");
  ann.http().patch("/api/conversations/" + group, {{"title", "Renamed"}});

  LiveClient client = bob.connect_silently();
  const Json page = client.hello(bob.token(), before).at("sync");
  EXPECT_EQ(page.at("added"), Json::array());
  EXPECT_EQ(page.at("reset"), Json::array());
  ASSERT_EQ(page.at("changes").size(), 1);
  const Json& changes = page.at("changes").at(0);
  EXPECT_EQ(changes.at("conversation"), group);
  EXPECT_EQ(changes.at("since"), before.at("conversations").at(group).at("rev"));
  EXPECT_EQ(changes.at("rev"), before.at("conversations").at(group).at("rev").get<int>() + 4);
  EXPECT_EQ(changes.at("properties").at("title"), "Renamed");
  ASSERT_EQ(changes.at("messages").size(), 3);
  EXPECT_EQ(changes.at("messages").at(0).at("body"), "one, edited");
  EXPECT_TRUE(changes.at("messages").at(0).contains("edited_at"));
  EXPECT_EQ(changes.at("messages").at(1).at("body"), "");
  EXPECT_TRUE(changes.at("messages").at(1).contains("deleted_at"));
  EXPECT_EQ(changes.at("messages").at(2).at("body"), "four");

  ann.say(group, "five");
  EXPECT_EQ(client.wait_event("message.created").at("rev"), changes.at("rev").get<int>() + 1);
}

TEST_F(LiveSyncTest, a_client_that_missed_nothing_gets_nothing) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  ann.say(group, "words");
  LiveClient client = ann.connect_silently();
  const Json page = client.hello(ann.token(), position_of(ann)).at("sync");
  for (const char* part : {"changes", "reset", "added", "gone"}) EXPECT_EQ(page.at(part), Json::array()) << part;
  EXPECT_FALSE(page.contains("next"));
}

TEST_F(LiveSyncTest, sync_on_an_open_connection_answers_as_rest_does) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  const Json before = position_of(ann);
  ann.say(group, "words");
  LiveClient client = ann.connect();
  // Her message moved her own read cursor on the node that took it. The other nodes see that once it is stored.
  EXPECT_TRUE(eventually([&] { return client.must("sync", before) == sync(ann, before); }));
}

TEST_F(LiveSyncTest, a_client_of_another_epoch_starts_afresh) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  ann.say(group, "words");
  Json position = position_of(ann);
  position["epoch"] = "01890000-0000-7000-8000-000000000000";
  const Json page = sync(ann, position);
  EXPECT_NE(page.at("epoch"), position.at("epoch"));
  ASSERT_EQ(page.at("reset").size(), 1);
  EXPECT_EQ(page.at("reset").at(0).at("summary").at("conversation").at("id"), group);
  EXPECT_EQ(page.at("reset").at(0).at("messages").at(0).at("body"), "words");
  EXPECT_EQ(page.at("changes"), Json::array());
}

TEST_F(LiveSyncTest, syncs_are_counted_and_among_them_conversations_that_start_afresh) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  Json position = position_of(ann);
  sync(ann, position);
  EXPECT_EQ(metric("parley_syncs_total"), 2);  // the first sync only told the client its position
  EXPECT_EQ(metric("parley_sync_resets_total"), 0);
  position["conversations"][group]["rev"] = 1'000;
  sync(ann, position);
  EXPECT_EQ(metric("parley_syncs_total"), 3);
  EXPECT_EQ(metric("parley_sync_resets_total"), 1);
}

TEST_F(LiveSyncTest, a_client_that_claims_to_be_ahead_of_the_server_starts_afresh) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  Json position = position_of(ann);
  position["conversations"][group]["rev"] = 1'000;
  EXPECT_EQ(sync(ann, position).at("reset").size(), 1);
}

TEST_F(LiveSyncTest, conversations_that_one_is_no_longer_in_are_gone_and_unknown_ones_as_well) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string left = ann.create_group({&bob});
  ann.create_group({&bob});  // bob stays in this group
  Json position = position_of(bob);
  const std::string unknown = "01890000-0000-7000-8000-000000000000";
  position["conversations"][unknown] = {{"rev", 7}};
  expect_status(204, bob.http().post("/api/conversations/" + left + "/leave"));
  ann.say(left, "not for bob");

  const Json page = sync(bob, position);
  const std::set<std::string> gone(page.at("gone").begin(), page.at("gone").end());
  EXPECT_EQ(gone, (std::set<std::string>{left, unknown}));
  EXPECT_EQ(page.dump().find("not for bob"), std::string::npos);
}

TEST_F(LiveSyncTest, a_member_who_left_and_came_back_starts_afresh_without_the_messages_in_between) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  ann.say(group, "before");
  const Json position = position_of(bob);
  const std::string member = "/api/conversations/" + group + "/members/" + bob.id();
  expect_status(204, ann.http().del(member));
  ann.say(group, "meanwhile");
  expect_status(200, ann.http().put(member, Json::object()));
  ann.say(group, "afterwards");

  const Json page = sync(bob, position);
  ASSERT_EQ(page.at("reset").size(), 1);
  const Json& messages = page.at("reset").at(0).at("messages");
  ASSERT_EQ(messages.size(), 1);
  EXPECT_EQ(messages.at(0).at("body"), "afterwards");
}

TEST_F(LiveSyncTest, a_client_that_missed_too_much_starts_afresh_with_the_latest_messages) {
  start({"limits.sync_changes=5", "limits.sync_window=3"});
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  const Json position = position_of(ann);
  for (int i = 1; i <= 5; ++i) ann.say(group, std::to_string(i));
  EXPECT_EQ(sync(ann, position).at("changes").at(0).at("messages").size(), 5);

  ann.say(group, "6");
  const Json page = sync(ann, position);
  EXPECT_EQ(page.at("changes"), Json::array());
  ASSERT_EQ(page.at("reset").size(), 1);
  const Json& messages = page.at("reset").at(0).at("messages");
  ASSERT_EQ(messages.size(), 3);
  EXPECT_EQ(messages.at(0).at("seq"), 4);
  EXPECT_EQ(messages.at(2).at("seq"), 6);
}

TEST_F(LiveSyncTest, many_conversations_come_in_pages_and_the_stream_goes_on_behind_each) {
  start({"limits.sync_bytes=16384"});
  Person ann = person("ann");
  std::set<std::string> groups;
  for (int i = 0; i < 60; ++i) groups.insert(ann.create_group({}));

  LiveClient client = ann.connect_silently();
  Json page = client.hello(ann.token()).at("sync");
  ClientModel model;
  model.apply_sync(page);
  int pages = 1;
  for (; page.contains("next"); ++pages) {
    // The client is still catching up when this message is sent.
    ann.say(*groups.begin(), "to the first group");
    ann.say(*groups.rbegin(), "to the last group");
    Json request = model.position();
    request["next"] = page.at("next");
    page = client.must("sync", request);
    model.apply_sync(page);
  }
  EXPECT_GT(pages, 2);
  EXPECT_EQ(model.conversations().size(), groups.size());

  ann.say(*groups.rbegin(), "the end");
  client.wait_event([](const Json& event) { return event.at("data").value("body", "") == "the end"; });
  for (const Json& event : client.events()) model.apply_event(event);
  for (const auto& [id, known] : model.conversations()) {
    EXPECT_EQ(ann.http().get("/api/conversations/" + id).body.at("conversation").at("rev"), known.rev);
  }
}

TEST_F(LiveSyncTest, nothing_is_given_back_where_more_conversations_are_named_than_permitted) {
  start({"limits.sync_conversations=2"});
  Person ann = person("ann");
  Json request = {{"conversations", Json::object()}};
  for (const char* id : {"01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002",
                         "01890000-0000-7000-8000-000000000003"}) {
    request["conversations"][id] = {{"rev", 1}};
  }
  const auto reply = ann.http().post("/api/sync", request);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.body.at("errors").at(0).at("field"), "conversations");
}

TEST_F(LiveSyncTest, read_cursors_that_moved_elsewhere_are_in_the_sync) {
  Person ann = person("ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  ann.say(group, "one");
  ann.say(group, "two");
  Json position = position_of(bob);
  position["conversations"][group]["read_seq"] = 0;
  EXPECT_EQ(sync(bob, position).at("cursors"), Json::array());
  expect_status(200, bob.http().post("/api/conversations/" + group + "/receipt", {{"read", 2}}));
  const Json cursors = sync(bob, position).at("cursors");
  ASSERT_EQ(cursors.size(), 1);
  EXPECT_EQ(cursors.at(0).at("read_seq"), 2);
  EXPECT_EQ(cursors.at(0).at("unread"), 0);
}

}  // namespace
}  // namespace parley::e2e
