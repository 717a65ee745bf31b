#include <set>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class PresenceTest : public ServerTest {
 protected:
  PresenceTest() { start({"limits.presence_grace_seconds=1", "limits.presence_members=3"}); }

  static Json presence_of(Person& asker, const Person& asked) {
    return expect_status(200, asker.http().get("/api/users/" + asked.id() + "/presence")).body;
  }
  static bool becomes(Person& asker, const Person& asked, const std::string& state) {
    return eventually([&] { return presence_of(asker, asked).at("state") == state; });
  }
  // Waits until the watcher receives this state of the person, and returns it.
  static Json wait_until_reported(LiveClient& watcher, const Person& person, const std::string& state) {
    for (;;) {
      const Json data = watcher.wait_event("presence").at("data");
      if (data.at("user") == person.id() && data.at("state") == state) return data;
    }
  }
};

// Presence is shown between people who share a conversation.
void introduce(Person& one, const Person& other) { one.open_direct(other); }

Json presence(const Person& person, const std::string& state) {
  return {{"user", person.id()}, {"state", state}, {"online", state != "offline"}};
}

TEST_F(PresenceTest, a_watching_client_hears_who_comes_and_goes) {
  Person ann = person("ann");
  const Person bob = person("bob");
  introduce(ann, bob);
  LiveClient watcher = ann.connect();
  const Json now = watcher.must("presence.watch", {{"users", {bob.id()}}});
  EXPECT_EQ(now.at("users"), Json::array({presence(bob, "offline")}));
  {
    const LiveClient there = bob.connect();
    EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, "online"));
    EXPECT_EQ(presence_of(ann, bob), presence(bob, "online"));
  }
  const Json gone = watcher.wait_event("presence").at("data");
  EXPECT_EQ(gone.at("state"), "offline");
  EXPECT_TRUE(gone.contains("last_seen"));
  EXPECT_EQ(presence_of(ann, bob), gone);
}

TEST_F(PresenceTest, a_user_is_online_until_the_last_connection_has_gone) {
  Person ann = person("ann");
  const Person bob = person("bob");
  introduce(ann, bob);
  LiveClient watcher = ann.connect();
  watcher.must("presence.watch", {{"users", {bob.id()}}});
  {
    const LiveClient phone = bob.connect();
    {
      const LiveClient tab = bob.connect();
    }
    EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, "online"));
    EXPECT_EQ(presence_of(ann, bob), presence(bob, "online"));
  }
  EXPECT_EQ(watcher.wait_event("presence").at("data").at("state"), "offline");
}

TEST_F(PresenceTest, away_is_a_device_and_the_other_one_counts) {
  Person ann = person("ann");
  const Person bob = person("bob");
  introduce(ann, bob);
  LiveClient watcher = ann.connect();
  LiveClient phone = bob.connect();
  watcher.must("presence.watch", {{"users", {bob.id()}}});
  EXPECT_EQ(phone.must("presence.set", {{"state", "away"}}), presence(bob, "away"));
  EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, "away"));
  {
    const LiveClient tab = bob.connect();
    EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, "online"));
  }
  EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, "away"));
}

TEST_F(PresenceTest, do_not_disturb_holds_for_all_devices_until_any_ends_it) {
  Person ann = person("ann");
  Person bob = person("bob");
  introduce(ann, bob);
  LiveClient phone = bob.connect();
  LiveClient tab = bob.connect();
  EXPECT_EQ(phone.must("presence.set", {{"state", "dnd"}}), presence(bob, "dnd"));
  EXPECT_TRUE(becomes(ann, bob, "dnd"));
  EXPECT_EQ(expect_status(200, bob.http().get("/api/me")).body.at("do_not_disturb"), true);
  phone = bob.connect();
  EXPECT_TRUE(becomes(ann, bob, "dnd"));
  EXPECT_EQ(tab.must("presence.set", {{"state", "online"}}), presence(bob, "online"));
  EXPECT_TRUE(becomes(ann, bob, "online"));
  expect_status(200, bob.http().put("/api/presence", {{"state", "dnd"}}));
  EXPECT_TRUE(becomes(ann, bob, "dnd"));
  expect_status(400, bob.http().put("/api/presence", {{"state", "away"}}));
}

TEST_F(PresenceTest, a_hidden_user_is_seen_by_nobody_at_once_and_again_when_shown) {
  Person ann = person("ann");
  Person bob = person("bob");
  introduce(ann, bob);
  const LiveClient there = bob.connect();
  EXPECT_TRUE(becomes(ann, bob, "online"));
  expect_status(200, bob.http().patch("/api/me", {{"hide_presence", true}}));
  EXPECT_TRUE(becomes(ann, bob, "offline"));
  const LiveClient other = bob.connect();
  EXPECT_EQ(presence_of(ann, bob), presence(bob, "offline"));
  expect_status(200, bob.http().patch("/api/me", {{"hide_presence", false}}));
  EXPECT_TRUE(becomes(ann, bob, "online"));
}

TEST_F(PresenceTest, a_watcher_on_any_node_sees_at_once_that_a_user_hides) {
  start({});  // the time of grace is ten seconds
  Person ann = person("ann");
  Person bob = person("bob");
  introduce(ann, bob);
  const LiveClient there = bob.connect();
  ASSERT_TRUE(becomes(ann, bob, "online"));
  std::vector<LiveClient> watchers;
  for (const std::uint16_t port : server().ports()) {
    watchers.emplace_back(port);
    watchers.back().hello(ann.token());
    watchers.back().must("presence.watch", {{"users", {bob.id()}}});
  }
  const auto started = std::chrono::steady_clock::now();
  expect_status(200, bob.http().patch("/api/me", {{"hide_presence", true}}));
  for (LiveClient& watcher : watchers) {
    EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, "offline"));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(6));
  expect_status(200, bob.http().patch("/api/me", {{"hide_presence", false}}));
  for (LiveClient& watcher : watchers) {
    EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, "online"));
  }
}

TEST_F(PresenceTest, the_last_seen_time_of_a_hidden_user_is_not_given) {
  Person ann = person("ann");
  Person bob = person("bob");
  introduce(ann, bob);
  {
    const LiveClient there = bob.connect();
  }
  EXPECT_TRUE(eventually([&] { return presence_of(ann, bob).contains("last_seen"); }));
  expect_status(200, bob.http().patch("/api/me", {{"hide_presence", true}}));
  EXPECT_EQ(presence_of(ann, bob), presence(bob, "offline"));
}

TEST_F(PresenceTest, a_client_that_stops_watching_gets_no_more_events) {
  Person ann = person("ann");
  const Person bob = person("bob");
  introduce(ann, bob);
  const Person cyd = person("cyd");
  introduce(ann, cyd);
  LiveClient watcher = ann.connect();
  watcher.must("presence.watch", {{"users", {bob.id()}}});
  EXPECT_EQ(watcher.must("presence.watch", {{"users", {cyd.id()}}}).at("users"),
            Json::array({presence(cyd, "offline")}));
  const LiveClient first = bob.connect();
  const LiveClient second = cyd.connect();
  EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(cyd, "online"));
}

TEST_F(PresenceTest, a_small_conversation_is_watched_by_its_name_a_large_one_and_others_are_not) {
  Person ann = person("ann");
  const Person bob = person("bob");
  const Person cyd = person("cyd");
  const Person dan = person("dan");
  const std::string small = ann.create_group({&bob});
  const std::string large = ann.create_group({&bob, &cyd, &dan});
  const std::string foreign = person("eve").create_group({&cyd});
  LiveClient watcher = ann.connect();
  const Json now =
      watcher.must("presence.watch", {{"users", Json::array()}, {"conversations", {small, large, foreign}}});
  std::set<std::string> watched;
  for (const Json& one : now.at("users")) watched.insert(one.at("user"));
  EXPECT_EQ(watched, (std::set<std::string>{ann.id(), bob.id()}));
  const LiveClient there = bob.connect();
  wait_until_reported(watcher, bob, "online");
}

TEST_F(PresenceTest, strangers_and_those_separated_by_a_block_are_offline) {
  Person ann = person("ann");
  Person bob = person("bob");
  const LiveClient there = bob.connect();
  EXPECT_EQ(presence_of(ann, bob), presence(bob, "offline"));
  introduce(ann, bob);
  LiveClient watcher = ann.connect();
  EXPECT_TRUE(becomes(ann, bob, "online"));
  EXPECT_EQ(watcher.must("presence.watch", {{"users", {bob.id()}}}).at("users"),
            Json::array({presence(bob, "online")}));
  expect_status(204, bob.http().put("/api/users/" + ann.id() + "/block", Json::object()));
  EXPECT_EQ(presence_of(ann, bob), presence(bob, "offline"));
  EXPECT_EQ(presence_of(bob, ann), presence(ann, "offline"));
  LiveClient phone = bob.connect();
  phone.must("presence.set", {{"state", "dnd"}});
  Person cyd = person("cyd");
  introduce(cyd, bob);
  EXPECT_TRUE(becomes(cyd, bob, "dnd"));
  EXPECT_TRUE(watcher.events_of("presence").empty());
}

// The watchers are on every node. Ann leaves, and then Bob is removed: each time the last common conversation ends.
TEST_F(PresenceTest, a_watch_ends_on_every_node_when_the_last_common_conversation_ends) {
  Person ann = person("ann");
  Person bob = person("bob");
  Person cyd = person("cyd");
  const std::string two = ann.create_group({&bob});
  const std::string three = cyd.create_group({&ann, &bob});
  const LiveClient there = bob.connect();
  std::vector<LiveClient> watchers;
  for (const std::uint16_t port : server().ports()) {
    for (const Person* each : {&ann, &cyd}) {
      watchers.emplace_back(port);
      watchers.back().hello(each->token());
      EXPECT_TRUE(becomes(cyd, bob, "online"));
      EXPECT_EQ(watchers.back().must("presence.watch", {{"users", {bob.id()}}}).at("users"),
                Json::array({presence(bob, "online")}));
    }
  }
  expect_status(204, ann.http().post("/api/conversations/" + two + "/leave", Json::object()));
  expect_status(204, cyd.http().request("DELETE", "/api/conversations/" + three + "/members/" + bob.id()));
  for (LiveClient& watcher : watchers) {
    EXPECT_EQ(wait_until_reported(watcher, bob, "offline"), presence(bob, "offline")) << "without last_seen";
  }
  const LiveClient again = bob.connect();
  EXPECT_EQ(presence_of(ann, bob), presence(bob, "offline"));
  EXPECT_EQ(presence_of(cyd, bob), presence(bob, "offline"));
}

TEST_F(PresenceTest, several_are_asked_for_at_once) {
  Person ann = person("ann");
  const Person bob = person("bob");
  introduce(ann, bob);
  const LiveClient there = ann.connect();
  const Json list = expect_status(200, ann.http().get("/api/presence?users=" + bob.id() + "," + ann.id())).body;
  EXPECT_EQ(list.at("users"), Json::array({presence(bob, "offline"), presence(ann, "online")}));
  expect_status(400, ann.http().get("/api/presence?users=bob"));
}

}  // namespace
}  // namespace parley::e2e
