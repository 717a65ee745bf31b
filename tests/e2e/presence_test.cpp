#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class PresenceTest : public ServerTest {
 protected:
  PresenceTest() { start({"limits.presence_grace_seconds=1"}); }

  static bool is_online(Person& asker, const Person& asked) {
    const HttpReply reply = expect_status(200, asker.http().get("/api/users/" + asked.id() + "/presence"));
    return reply.body.at("online").get<bool>();
  }
};

Json presence(const Person& person, bool online) { return {{"user", person.id()}, {"online", online}}; }

TEST_F(PresenceTest, who_watches_hears_who_comes_and_goes) {
  Person ann = person("ann");
  const Person bob = person("bob");
  LiveClient watcher = ann.connect();
  const Json now = watcher.must("presence.watch", {{"users", {bob.id()}}});
  EXPECT_EQ(now.at("users"), Json::array({presence(bob, false)}));
  EXPECT_FALSE(is_online(ann, bob));
  {
    const LiveClient there = bob.connect();
    EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, true));
    EXPECT_TRUE(is_online(ann, bob));
  }
  EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, false));
  EXPECT_FALSE(is_online(ann, bob));
}

TEST_F(PresenceTest, a_user_is_online_until_the_last_connection_has_gone) {
  Person ann = person("ann");
  const Person bob = person("bob");
  LiveClient watcher = ann.connect();
  watcher.must("presence.watch", {{"users", {bob.id()}}});
  {
    const LiveClient phone = bob.connect();
    {
      const LiveClient tab = bob.connect();
    }
    EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, true));
    EXPECT_TRUE(is_online(ann, bob));
  }
  EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(bob, false));
}

TEST_F(PresenceTest, who_hides_it_is_seen_by_nobody) {
  Person ann = person("ann");
  Person bob = person("bob");
  expect_status(200, bob.http().patch("/api/me", {{"hide_presence", true}}));
  LiveClient watcher = ann.connect();
  watcher.must("presence.watch", {{"users", {bob.id()}}});
  const LiveClient there = bob.connect();
  EXPECT_FALSE(is_online(ann, bob));
  EXPECT_TRUE(is_online(bob, ann));
}

TEST_F(PresenceTest, who_stops_watching_hears_no_more) {
  Person ann = person("ann");
  const Person bob = person("bob");
  const Person cyd = person("cyd");
  LiveClient watcher = ann.connect();
  watcher.must("presence.watch", {{"users", {bob.id()}}});
  EXPECT_EQ(watcher.must("presence.watch", {{"users", {cyd.id()}}}).at("users"), Json::array({presence(cyd, false)}));
  const LiveClient first = bob.connect();
  const LiveClient second = cyd.connect();
  EXPECT_EQ(watcher.wait_event("presence").at("data"), presence(cyd, true));
}

}  // namespace
}  // namespace parley::e2e
