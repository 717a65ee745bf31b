#include <parley/base/jwt.hpp>
#include <parley/features/sign_in/access_token.hpp>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using LiveConnectionTest = ServerTest;

TEST_F(LiveConnectionTest, hello_with_a_token_in_the_first_frame_answers_with_the_user_and_the_position) {
  start({"limits.heartbeat_interval_seconds=25"});
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  LiveClient client = ann.connect_silently();
  const Json result = client.hello(ann.token(), {{"client", "test/1.0"}});
  EXPECT_EQ(result.at("user").at("id"), ann.id());
  EXPECT_EQ(result.at("session"), ann.session());
  EXPECT_EQ(result.at("heartbeat_ms"), 25'000);
  EXPECT_EQ(result.at("limits").at("message_chars"), 4000);
  EXPECT_TRUE(result.at("features").is_array());
  EXPECT_EQ(result.at("sync").at("added").at(0).at("conversation").at("id"), group);
  EXPECT_EQ(result.at("sync").at("changes"), Json::array());
}

TEST_F(LiveConnectionTest, a_token_in_the_upgrades_header_needs_none_in_hello) {
  Person ann = person("ann");
  LiveClient client = ann.connect_silently({.token = ann.token()});
  EXPECT_EQ(client.hello().at("user").at("id"), ann.id());
  EXPECT_EQ(client.refused("hello").at("code"), "conflict");
}

TEST_F(LiveConnectionTest, a_token_in_the_url_is_believed_where_that_is_switched_on) {
  start({"auth.query_token=true"});
  Person ann = person("ann");
  LiveClient client = ann.connect_silently({.path = "/api/ws?token=" + ann.token()});
  EXPECT_EQ(client.hello().at("user").at("id"), ann.id());
  EXPECT_EQ(server().log().find(ann.token()), std::string::npos);
}

TEST_F(LiveConnectionTest, a_token_in_the_url_is_ignored_by_default) {
  Person ann = person("ann");
  LiveClient client = ann.connect_silently({.path = "/api/ws?token=" + ann.token()});
  EXPECT_EQ(client.refused("hello").at("code"), "unauthenticated");
  EXPECT_EQ(client.wait_closed(), 4401);
}

TEST_F(LiveConnectionTest, a_bad_token_on_the_upgrade_is_refused_by_http) {
  LiveClient client(server().port(), {.token = "no.such.token"});
  ASSERT_TRUE(client.refusal());
  EXPECT_EQ(client.refusal()->status, 401);
  EXPECT_EQ(client.refusal()->header("Content-Type"), "application/problem+json");
  EXPECT_EQ(client.refusal()->code(), "unauthenticated");
}

TEST_F(LiveConnectionTest, a_bad_token_in_hello_is_answered_and_then_closed_with_4401) {
  LiveClient client(server().port());
  EXPECT_EQ(client.refused("hello", {{"token", "no.such.token"}}).at("status"), 401);
  EXPECT_EQ(client.wait_closed(), 4401);
}

TEST_F(LiveConnectionTest, an_expired_token_has_its_own_error_and_is_closed_with_4401) {
  const std::string secret = "a-secret-of-more-than-thirty-two-characters";
  start({"auth.keys=test:" + secret});
  Person ann = person("ann");
  const AccessTokens tokens({{"test", secret}}, "parley", "parley", seconds(60));
  const auto yesterday =
      std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now()) - std::chrono::days(1);
  const std::string expired =
      tokens.issue(UserId(*Uuid::parse(ann.id())), SessionId(*Uuid::parse(ann.session())), yesterday);
  LiveClient client(server().port());
  EXPECT_EQ(client.refused("hello", {{"token", expired}}).at("code"), "token_expired");
  EXPECT_EQ(client.wait_closed(), 4401);
  EXPECT_EQ(HttpClient(server().port(), expired).get("/api/me").code(), "token_expired");
}

TEST_F(LiveConnectionTest, the_token_of_a_session_that_has_ended_is_refused_and_nothing_behind_it_is_done) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  const Person thief = ann.on_another_device(server());
  expect_status(204, ann.http().del("/api/sessions/" + thief.session()));
  LiveClient patient(server().port());
  EXPECT_EQ(patient.refused("hello", {{"token", thief.token()}}).at("code"), "unauthenticated");
  EXPECT_EQ(patient.wait_closed(), 4401);
  LiveClient hasty(server().port());
  hasty.send("hello", {{"token", thief.token()}});
  hasty.send("message.send", {{"conversation", group}, {"client_id", "1"}, {"body", "boo"}});
  EXPECT_EQ(hasty.wait_closed(), 4401);
  EXPECT_EQ(ann.http().get("/api/conversations/" + group + "/messages").body.at("messages"), Json::array());
}

TEST_F(LiveConnectionTest, a_client_that_does_not_say_hello_in_time_is_closed_with_4401) {
  start({"limits.hello_timeout_seconds=1"});
  LiveClient client(server().port());
  EXPECT_EQ(client.wait_closed(), 4401);
}

TEST_F(LiveConnectionTest, an_operation_before_hello_asks_for_a_sign_in) {
  LiveClient client(server().port());
  EXPECT_EQ(client.refused("conversation.list").at("code"), "unauthenticated");
  EXPECT_EQ(client.wait_closed(), 4401);
}

TEST_F(LiveConnectionTest, a_connection_belongs_to_one_session) {
  Person ann = person("ann");
  const Person phone = ann.on_another_device(server());
  LiveClient client = ann.connect_silently({.token = ann.token()});
  EXPECT_EQ(client.refused("hello", {{"token", phone.token()}}).at("code"), "conflict");
  client.hello();
  EXPECT_EQ(client.refused("auth.refresh", {{"token", phone.token()}}).at("code"), "conflict");
}

TEST_F(LiveConnectionTest, a_new_token_renews_a_connection) {
  Person ann = person("ann");
  LiveClient client = ann.connect();
  const auto refreshed =
      expect_status(200, HttpClient(server().port()).post("/api/refresh", {{"refresh_token", ann.refresh_token()}}));
  const Json renewed = client.must("auth.refresh", {{"token", refreshed.body.at("access_token")}});
  EXPECT_EQ(renewed.at("token_expires_at"), refreshed.body.at("access_expires_at"));
  EXPECT_EQ(client.refused("auth.refresh", {{"token", "no.such.token"}}).at("status"), 401);
  EXPECT_TRUE(client.is_open());
}

TEST_F(LiveConnectionTest, the_subprotocol_is_chosen_when_it_is_offered) {
  Person ann = person("ann");
  const Headers offers = {{"Sec-WebSocket-Protocol", "other.v9, parley.v1"}};
  EXPECT_EQ(ann.connect_silently({.headers = offers}).upgrade().header("Sec-WebSocket-Protocol"), "parley.v1");
  const Headers foreign = {{"Sec-WebSocket-Protocol", "other.v9"}};
  EXPECT_EQ(ann.connect_silently({.headers = foreign}).upgrade().header("Sec-WebSocket-Protocol"), "");
}

TEST_F(LiveConnectionTest, a_user_with_too_many_connections_is_refused_one_more_with_4409) {
  start({"limits.connections_per_user=2"});
  Person ann = person("ann");
  Person bob = person("bob");
  LiveClient first = ann.connect();
  LiveClient second = ann.connect();
  LiveClient third = ann.connect_silently();
  third.send("hello", {{"token", ann.token()}});
  EXPECT_EQ(third.wait_closed(), 4409);
  LiveClient fourth = ann.connect_silently({.token = ann.token()});
  EXPECT_EQ(fourth.wait_closed(), 4409);
  bob.connect();

  second.close();
  EXPECT_NO_THROW(ann.connect());
}

TEST_F(LiveConnectionTest, a_client_that_vanishes_while_its_hello_is_answered_leaves_nothing_behind) {
  start({"limits.connections_per_user=3"});
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  for (int i = 0; i < 60; ++i) {
    LiveClient client = ann.connect_silently();
    client.send("hello", {{"token", ann.token()}});
    client.cut();
    ann.say(group, "to everyone who is here");
  }
  // All connections are allowed again.
  std::vector<LiveClient> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(ann.connect());
  ann.say(group, "to all three");
  for (LiveClient& client : clients) client.wait_event("message.created");
}

TEST_F(LiveConnectionTest, a_revoked_session_is_closed_before_it_has_said_hello) {
  Person ann = person("ann");
  const Person thief = ann.on_another_device(server());
  LiveClient silent = thief.connect_silently({.token = thief.token()});
  silent.must("me.get");
  expect_status(204, ann.http().del("/api/sessions/" + thief.session()));
  EXPECT_EQ(silent.wait_closed(), 4410);
}

TEST_F(LiveConnectionTest, a_client_that_says_nothing_at_all_any_more_is_let_go) {
  start({"limits.silence_timeout_seconds=2", "limits.heartbeat_interval_seconds=1", "limits.close_timeout_seconds=1"});
  Person ann = person("ann");
  Person bob = person("bob");
  LiveClient deaf = ann.connect();  // never reads, so it does not answer pings
  LiveClient attentive = bob.connect();
  int heartbeats = 0;
  while (heartbeats < 5) {
    attentive.wait_event("heartbeat");
    ++heartbeats;
  }
  EXPECT_TRUE(attentive.is_open());
  EXPECT_NE(deaf.wait_closed(), 0);
  EXPECT_EQ(metric(R"(parley_websocket_closes_total{code="1001"})"), 1);
}

}  // namespace
}  // namespace parley::e2e
