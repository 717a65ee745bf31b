// `parleyd admin` beside running nodes: what it changes holds on every node within seconds.
#include <regex>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class AdminTest : public ServerTest {
 protected:
  // Runs the command with the configuration of the running server.
  Finished admin(std::vector<std::string> words) {
    std::vector<std::string> arguments{"admin"};
    for (const std::string& setting : server().store_settings()) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    arguments.insert(arguments.end(), words.begin(), words.end());
    return run_parleyd(arguments);
  }
  std::string succeed(std::vector<std::string> words) {
    const Finished finished = admin(std::move(words));
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    return finished.out;
  }
  // Returns the token of a printed link.
  static std::string token_in(const std::string& text) {
    std::smatch found;
    return std::regex_search(text, found, std::regex("/reset#(\\S+)")) ? found[1].str() : "";
  }
  HttpReply sign_in(const std::string& username, const std::string& password = kPassword) {
    return client().post("/api/login", {{"username", username}, {"password", password}});
  }
  HttpReply reset(const std::string& token, const std::string& password) {
    return client().post("/api/password/reset", {{"token", token}, {"new_password", password}});
  }
  // Waits until the condition holds on every node.
  void on_every_node(const std::function<bool(HttpClient&)>& holds) {
    for (const std::uint16_t port : server().ports()) {
      EXPECT_TRUE(eventually([&] {
        HttpClient node(port);
        return holds(node);
      }));
    }
  }
};

TEST_F(AdminTest, a_created_user_sets_the_password_with_the_link_once) {
  const std::string out = succeed({"create-user", "ann", "--display-name", "Ann Lee", "--role", "agent"});
  const std::string token = token_in(out);
  ASSERT_NE(token, "") << out;
  EXPECT_EQ(sign_in("ann", "").status, 400);
  EXPECT_EQ(reset(token, "short").code(), "invalid_request");
  EXPECT_EQ(reset(token, "a-new-password-1").status, 204);
  EXPECT_EQ(reset(token, "another-password-2").code(), "bad_credentials");
  const HttpReply signed_in = expect_status(200, sign_in("ann", "a-new-password-1"));
  EXPECT_EQ(signed_in.body.at("user").at("display_name"), "Ann Lee");
  EXPECT_EQ(signed_in.body.at("user").at("role"), "agent");
  EXPECT_EQ(admin({"create-user", "ANN"}).exit_code, 1);
  EXPECT_EQ(admin({"create-user", "x"}).exit_code, 1);
}

TEST_F(AdminTest, a_reset_link_replaces_the_password_and_ends_every_session) {
  Person ann = Person::registered(server(), "ann");
  const std::string first = token_in(succeed({"reset-password", "ann"}));
  const std::string second = token_in(succeed({"reset-password", "ann"}));
  EXPECT_EQ(reset(first, "a-new-password-1").code(), "bad_credentials") << "a newer link replaces it";
  EXPECT_EQ(ann.http().get("/api/me").status, 200) << "the link alone changes nothing";
  EXPECT_EQ(reset(second, "a-new-password-1").status, 204);
  EXPECT_EQ(ann.http().get("/api/me").status, 401);
  EXPECT_EQ(sign_in("ann").code(), "bad_credentials");
  EXPECT_EQ(sign_in("ann", "a-new-password-1").status, 200);
  EXPECT_EQ(server().log().find(second), std::string::npos);
}

TEST_F(AdminTest, a_suspended_user_is_out_everywhere_until_restored) {
  Person ann = Person::registered(server(), "ann");
  Person bob = person("bob");
  const std::string group = bob.create_group({&ann});
  std::vector<LiveClient> clients;
  for (const std::uint16_t port : server().ports()) {
    clients.emplace_back(port);
    clients.back().hello(ann.token());
  }
  succeed({"suspend", "ann"});
  EXPECT_EQ(ann.http().get("/api/me").status, 401);
  EXPECT_EQ(client().post("/api/refresh", {{"refresh_token", ann.refresh_token()}}).status, 401);
  EXPECT_EQ(sign_in("ann").code(), "forbidden");
  EXPECT_EQ(sign_in("ann", "wrong-password-9").code(), "bad_credentials") << "strangers do not learn of it";
  for (LiveClient& one : clients) one.wait_closed();
  EXPECT_EQ(bob.http().get("/api/conversations/" + group + "/members").body.at("members").size(), 2);
  succeed({"unsuspend", "ann"});
  EXPECT_EQ(sign_in("ann").status, 200);
}

TEST_F(AdminTest, the_last_admin_who_is_suspended_is_followed_by_an_active_member) {
  Person ann = Person::registered(server(), "ann");
  Person bob = Person::registered(server(), "bob");
  Person cyd = Person::registered(server(), "cyd");
  const std::string group = ann.create_group({});
  const std::string members = "/api/conversations/" + group + "/members/";
  for (const Person* each : {&bob, &cyd}) expect_status(200, ann.http().put(members + each->id(), Json::object()));
  std::vector<LiveClient> clients;
  for (const std::uint16_t port : server().ports()) {
    clients.emplace_back(port);
    clients.back().hello(cyd.token());
  }
  succeed({"suspend", "bob"});
  succeed({"suspend", "ann"});
  for (LiveClient& client : clients) {
    Json rows = Json::array();
    while (rows.empty() || rows.back().at("user") != cyd.id()) {
      rows = client.wait_event("conversation.changes").at("data").at("members");
    }
    EXPECT_EQ(rows.back().at("role"), "admin");
  }
  // Ann comes back and is an admin still, with Cyd.
  succeed({"unsuspend", "ann"});
  expect_status(200, cyd.http().patch("/api/conversations/" + group, {{"title", "ours"}}));
  Person back(server(), expect_status(200, sign_in("ann")));
  expect_status(200, back.http().patch("/api/conversations/" + group, {{"title", "mine"}}));
}

TEST_F(AdminTest, nobody_finds_or_adds_a_suspended_user) {
  Person ann = Person::registered(server(), "ann");
  Person bob = Person::registered(server(), "bob");
  const std::string group = ann.create_group({});
  succeed({"suspend", "bob"});
  EXPECT_EQ(expect_status(200, ann.http().get("/api/users?q=bob")).body.at("users").size(), 0);
  const std::string path = "/api/conversations/" + group + "/members/" + bob.id();
  EXPECT_EQ(ann.http().put(path, Json::object()).status, 404);
  succeed({"unsuspend", "bob"});
  EXPECT_EQ(ann.http().put(path, Json::object()).status, 200);
}

TEST_F(AdminTest, sessions_are_listed_and_ended) {
  Person ann = Person::registered(server(), "ann");
  Person phone = ann.on_another_device(server());
  const std::string list = succeed({"sessions", "list", "ann"});
  EXPECT_NE(list.find(ann.session()), std::string::npos) << list;
  EXPECT_NE(list.find(phone.session()), std::string::npos) << list;
  succeed({"sessions", "end", "ann", "--session", phone.session()});
  EXPECT_EQ(phone.http().get("/api/me").status, 401);
  EXPECT_EQ(ann.http().get("/api/me").status, 200);
  LiveClient live = ann.connect();
  succeed({"sessions", "end", "ann"});
  EXPECT_EQ(ann.http().get("/api/me").status, 401);
  live.wait_closed();
  EXPECT_EQ(succeed({"sessions", "list", "ann"}), "no sessions\n");
}

TEST_F(AdminTest, a_role_is_granted) {
  Person ann = person("ann");
  succeed({"grant", "ann", "admin"});
  EXPECT_EQ(ann.http().get("/api/me").body.at("role"), "admin");
  EXPECT_EQ(admin({"grant", "ann", "king"}).exit_code, 2);
  EXPECT_EQ(admin({"grant", "nobody", "admin"}).exit_code, 1);
}

TEST_F(AdminTest, a_deleted_message_disappears_for_members_who_are_connected) {
  Person ann = person("ann");
  const Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  std::vector<LiveClient> clients;
  for (const std::uint16_t port : server().ports()) {
    clients.emplace_back(port);
    clients.back().hello(bob.token());
  }
  const Json said = ann.say(group, "words to delete");
  for (LiveClient& one : clients) one.wait_event("message.created");
  const std::string seq = std::to_string(said.at("seq").get<int>());
  succeed({"delete-message", group, seq});
  EXPECT_TRUE(ann.http().get("/api/conversations/" + group + "/messages/" + seq).body.contains("deleted_at"));
  for (LiveClient& one : clients) {
    EXPECT_NO_THROW(
        one.wait_event([&](const Json& event) { return event.dump().find("deleted_at") != std::string::npos; }));
  }
  EXPECT_EQ(admin({"delete-message", group, "99"}).exit_code, 1);
}

TEST_F(AdminTest, registration_is_closed_and_opened_without_a_restart) {
  Person::registered(server(), "ann");
  succeed({"registration", "closed"});
  on_every_node([](HttpClient& node) { return node.get("/api/config").body.at("registration") == false; });
  EXPECT_EQ(client().post("/api/register", {{"username", "bob"}, {"password", kPassword}}).status, 403);
  succeed({"registration", "open"});
  on_every_node([](HttpClient& node) { return node.get("/api/config").body.at("registration") == true; });
  EXPECT_EQ(client().post("/api/register", {{"username", "bob"}, {"password", kPassword}}).status, 201);
}

TEST_F(AdminTest, a_choice_about_registration_outlives_a_restart) {
  start({"auth.registration=closed"});
  succeed({"registration", "open"});
  EXPECT_EQ(server().stop(), 0);
  server().start();
  on_every_node([](HttpClient& node) { return node.get("/api/config").body.at("registration") == true; });
}

TEST_F(AdminTest, what_the_operator_does_is_logged_as_the_operators) {
  Person ann = person("ann");
  const Finished finished = admin({"suspend", "ann", "--set", "log.format=json"});
  EXPECT_NE(finished.error.find(R"("event":"security.account_suspended")"), std::string::npos) << finished.error;
  EXPECT_NE(finished.error.find(R"("actor":"operator")"), std::string::npos) << finished.error;
  EXPECT_NE(finished.error.find(ann.id()), std::string::npos) << finished.error;
}

}  // namespace
}  // namespace parley::e2e
