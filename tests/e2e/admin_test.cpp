// `parleyd admin` beside running nodes: what it changes holds on every node within seconds.
#include <filesystem>
#include <regex>
#include <sstream>

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
  // Returns the events that the command logged, without those of other kinds.
  std::vector<Json> events(std::vector<std::string> words) {
    words.insert(words.end(), {"--set", "log.format=json"});
    const Finished finished = admin(std::move(words));
    EXPECT_EQ(finished.exit_code, 0) << finished.error;
    std::vector<Json> found;
    std::istringstream lines(finished.error);
    for (std::string line; std::getline(lines, line);) {
      Json event = Json::parse(line, nullptr, /*allow_exceptions=*/false);
      if (event.is_object() && event.value("event", "").starts_with("security.")) found.push_back(std::move(event));
    }
    return found;
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
  for (LiveClient& one : clients) EXPECT_EQ(one.wait_closed(), 4410);
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
  EXPECT_EQ(live.wait_closed(), 4410);
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

TEST_F(AdminTest, only_the_sessions_that_ended_are_told_so) {
  Person ann = Person::registered(server(), "ann");
  Person phone = ann.on_another_device(server());
  std::vector<LiveClient> clients;
  for (const std::uint16_t port : server().ports()) {
    clients.emplace_back(port);
    clients.back().hello(phone.token());
  }
  LiveClient other = ann.connect();
  succeed({"sessions", "end", "ann", "--session", phone.session()});
  for (LiveClient& one : clients) EXPECT_EQ(one.wait_closed(), 4410);
  EXPECT_EQ(other.wait_closed(), 4513) << "it reconnects and syncs";
  LiveClient again = ann.connect();
  succeed({"grant", "ann", "agent"});
  EXPECT_EQ(again.wait_closed(), 4513);
}

TEST_F(AdminTest, an_event_says_who_and_what_it_is_about) {
  Person ann = person("ann");
  Person bob = Person::registered(server(), "bob");
  const std::string group = ann.create_group({&bob});
  const std::string seq = std::to_string(ann.say(group, "words").at("seq").get<int>());

  const auto granted = events({"grant", "ann", "admin"});
  ASSERT_EQ(granted.size(), 1);
  EXPECT_EQ(granted[0].at("event"), "security.role_changed");
  EXPECT_EQ(granted[0].at("actor"), "operator");
  EXPECT_EQ(granted[0].at("user"), ann.id());
  EXPECT_EQ(granted[0].at("detail"), "from user to admin");

  const auto deleted = events({"delete-message", group, seq});
  ASSERT_EQ(deleted.size(), 1);
  EXPECT_EQ(deleted[0].at("event"), "security.message_deleted");
  EXPECT_EQ(deleted[0].at("user"), ann.id());
  EXPECT_EQ(deleted[0].at("detail"), "conversation " + group + " message " + seq);

  const auto ended = events({"sessions", "end", "bob"});
  ASSERT_EQ(ended.size(), 1);
  EXPECT_EQ(ended[0].at("event"), "security.session_revoked");
  EXPECT_EQ(ended[0].at("user"), bob.id());
  EXPECT_EQ(ended[0].at("session"), bob.session());

  const auto suspended = events({"suspend", "bob"});
  ASSERT_EQ(suspended.size(), 1);
  EXPECT_EQ(suspended[0].at("event"), "security.account_suspended");
  EXPECT_EQ(suspended[0].at("user"), bob.id());
  EXPECT_EQ(events({"create-user", "cyd", "--role", "agent"}).at(0).at("detail"), "agent");
}

TEST_F(AdminTest, what_changes_nothing_is_said_and_not_logged) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  const std::string seq = std::to_string(ann.say(group, "words").at("seq").get<int>());
  const std::vector<std::vector<std::string>> actions = {{"grant", "ann", "agent"},
                                                         {"delete-message", group, seq},
                                                         {"suspend", "ann"},
                                                         {"sessions", "end", "ann"},
                                                         {"registration", "closed"}};
  for (const auto& action : actions) succeed(action);
  for (const auto& action : actions) EXPECT_TRUE(events(action).empty()) << action.front();
  EXPECT_EQ(succeed(actions[0]), "ann is agent already\n");
  EXPECT_EQ(succeed(actions[1]), "the message was deleted before\n");
  EXPECT_EQ(succeed(actions[2]), "ann is suspended already\n");
  EXPECT_EQ(succeed(actions[3]), "0 sessions have ended\n");
  succeed({"unsuspend", "ann"});
  EXPECT_TRUE(events({"unsuspend", "ann"}).empty());
  EXPECT_EQ(succeed({"unsuspend", "ann"}), "ann was not suspended\n");
}

TEST_F(AdminTest, a_closed_account_is_neither_suspended_nor_restored_nor_given_a_role) {
  Person ann = Person::registered(server(), "ann");
  expect_status(204, ann.http().post("/api/me/deactivate", {{"password", kPassword}}));
  for (const std::vector<std::string>& action : {std::vector<std::string>{"suspend", "ann"},
                                                 {"unsuspend", "ann"},
                                                 {"grant", "ann", "admin"},
                                                 {"reset-password", "ann"}}) {
    const Finished finished = admin(action);
    EXPECT_EQ(finished.exit_code, 1) << action.front();
    EXPECT_NE(finished.error.find("This account is closed."), std::string::npos) << finished.error;
  }
}

TEST_F(AdminTest, a_message_has_a_number_from_one_on) {
  for (const char* number : {"-1", "0", "words", "1.5", "99999999999999999999"}) {
    const Finished finished = admin({"delete-message", "0190a1b2-c3d4-7abc-8def-0123456789ab", number});
    EXPECT_EQ(finished.exit_code, 2) << number;
    EXPECT_NE(finished.error.find("The number of a message is a whole number from 1 on."), std::string::npos)
        << finished.error;
  }
}

TEST_F(AdminTest, a_link_begins_with_the_public_url_or_with_this_machine) {
  const std::string here = succeed({"create-user", "ann", "--set", "server.port=8123"});
  EXPECT_NE(here.find("link http://localhost:8123/reset#"), std::string::npos) << here;
  EXPECT_NE(here.find("server.public_url is not set"), std::string::npos) << here;
  const std::string there = succeed({"reset-password", "ann", "--set", "server.public_url=https://chat.example.com"});
  EXPECT_NE(there.find("link https://chat.example.com/reset#"), std::string::npos) << there;
  EXPECT_EQ(there.find("public_url"), std::string::npos) << there;
}

TEST_F(AdminTest, a_database_that_is_not_there_is_named_and_not_made) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "new" / "parley.db";
  for (const std::vector<std::string>& action :
       {std::vector<std::string>{"create-user", "ann"}, {"sessions", "list", "ann"}, {"registration", "closed"}}) {
    std::vector<std::string> arguments{"admin", "--set", "store.sqlite.path=" + file.string()};
    arguments.insert(arguments.end(), action.begin(), action.end());
    const Finished finished = run_parleyd(arguments);
    EXPECT_EQ(finished.exit_code, 1) << action.front();
    EXPECT_EQ(finished.out, "");
    EXPECT_NE(finished.error.find("There is no database " + file.string()), std::string::npos) << finished.error;
  }
  EXPECT_FALSE(std::filesystem::exists(file.parent_path()));
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
