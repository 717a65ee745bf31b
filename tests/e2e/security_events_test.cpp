// What the operator sees of attacks and of changes to accounts: lines of the log and metrics; and the list of sign-ins
// that a user sees.
#include <set>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class SecurityEventsTest : public ServerTest {
 protected:
  HttpReply sign_in(const std::string& username, const std::string& password) {
    return client().post("/api/login", {{"username", username}, {"password", password}});
  }
  double count(const std::string& event, const std::string& reason) {
    return metric("parley_security_events_total{event=\"" + event + "\",reason=\"" + reason + "\"}");
  }
  // Returns the log lines of an event once there are as many.
  std::vector<Json> lines(const std::string& event, std::size_t at_least = 1) {
    EXPECT_TRUE(eventually([&] { return server().log_lines(event).size() >= at_least; })) << event;
    return server().log_lines(event);
  }
};

TEST_F(SecurityEventsTest, sign_ins_are_logged_with_user_session_address_and_request) {
  const Person ann = Person::registered(server(), "ann");
  const HttpReply reply = expect_status(200, sign_in("ann", kPassword));
  const Json line = lines("security.sign_in_succeeded").back();
  EXPECT_EQ(line.at("user"), ann.id());
  EXPECT_EQ(line.at("session"), reply.body.at("session"));
  EXPECT_EQ(line.at("address"), "127.0.0.1");
  EXPECT_EQ(line.at("request"), reply.header("X-Request-Id"));
  EXPECT_EQ(line.at("reason"), "password");
  EXPECT_EQ(count("sign_in_succeeded", "password"), 1);
  EXPECT_EQ(lines("security.registration").front().at("user"), ann.id());
  EXPECT_EQ(count("registration", "registered"), 1);
}

TEST_F(SecurityEventsTest, failed_sign_ins_are_told_apart_for_the_operator_only) {
  const Person ann = Person::registered(server(), "ann");
  const HttpReply wrong = sign_in("ann", "wrong-password-9");
  const HttpReply unknown = sign_in("nobody-here", "wrong-password-9");
  EXPECT_EQ(wrong.body.at("detail"), unknown.body.at("detail"));
  EXPECT_EQ(count("sign_in_failed", "wrong_password"), 1);
  EXPECT_EQ(count("sign_in_failed", "unknown_name"), 1);
  for (const Json& line : lines("security.sign_in_failed", 2)) {
    EXPECT_EQ(line.at("user"), line.at("reason") == "wrong_password" ? ann.id() : "") << line;
  }
  EXPECT_EQ(server().log().find("nobody-here"), std::string::npos) << "it may be a password in the wrong field";
}

TEST_F(SecurityEventsTest, changes_to_an_account_are_logged) {
  Person ann = Person::registered(server(), "ann");
  const Person phone = ann.on_another_device(server());
  expect_status(204, ann.http().post("/api/me/password",
                                     {{"current_password", kPassword}, {"new_password", "another-password-2"}}));
  EXPECT_EQ(ann.http().post("/api/me/password", {{"current_password", "x"}, {"new_password", kPassword}}).status, 401);
  EXPECT_EQ(lines("security.password_changed").back().at("user"), ann.id());
  EXPECT_EQ(count("sign_in_failed", "wrong_current_password"), 1);
  Person again(server(), expect_status(200, sign_in("ann", "another-password-2")));
  expect_status(204, again.http().del("/api/sessions/" + ann.session()));
  EXPECT_EQ(lines("security.session_revoked", 2).back().at("session"), ann.session());
  expect_status(204, again.http().post("/api/me/deactivate", {{"password", "another-password-2"}}));
  EXPECT_EQ(lines("security.account_closed").back().at("user"), ann.id());
}

TEST_F(SecurityEventsTest, a_refresh_token_that_is_used_again_is_logged) {
  const Person ann = Person::registered(server(), "ann");
  const auto refresh = [&](const std::string& token) {
    return client().post("/api/refresh", {{"refresh_token", token}});
  };
  const std::string second = expect_status(200, refresh(ann.refresh_token())).body.at("refresh_token");
  expect_status(200, refresh(second));
  EXPECT_EQ(refresh(ann.refresh_token()).status, 401);
  const Json line = lines("security.refresh_reused").back();
  EXPECT_EQ(line.at("user"), ann.id());
  EXPECT_EQ(line.at("session"), ann.session());
  EXPECT_EQ(line.at("address"), "127.0.0.1");
}

TEST_F(SecurityEventsTest, refusals_are_counted_and_logged_once_a_minute_for_each_client) {
  start({"limits.requests_per_second=1", "limits.request_burst=5"});
  Person ann = person("ann");
  for (int i = 0; i < 40; ++i) ann.http().get("/api/me");
  EXPECT_GT(count("limit_hit", "rate"), 5);
  const std::vector<Json> logged = lines("security.limit_hit");
  EXPECT_EQ(logged.size(), 1) << "one client must not push other lines out of the log";
  EXPECT_EQ(logged.front().at("user"), ann.id());
  EXPECT_EQ(logged.front().at("detail"), "me.get");
}

TEST_F(SecurityEventsTest, refused_tokens_are_limited_counted_and_logged_in_either_way) {
  start({"limits.requests_per_second=1", "limits.request_burst=10"});
  Person ann = Person::registered(server(), "ann");
  Person phone = ann.on_another_device(server());
  expect_status(204, phone.http().del("/api/sessions/" + ann.session()));
  std::set<int> answers;
  for (int i = 0; i < 40; ++i) answers.insert(ann.http().get("/api/me").status);
  EXPECT_EQ(answers, (std::set{401, 429}));
  EXPECT_EQ(phone.http().get("/api/me").status, 200) << "others at the address are not kept out";
  EXPECT_GE(count("unauthenticated", "no_valid_token"), 40);
  EXPECT_GT(count("limit_hit", "rate"), 5);
  const std::vector<Json> logged = lines("security.unauthenticated");
  EXPECT_EQ(logged.size(), 1) << "one client must not push other lines out of the log";
  EXPECT_EQ(logged.front().at("address"), "127.0.0.1");
  EXPECT_EQ(logged.front().at("detail"), "me.get");
}

TEST_F(SecurityEventsTest, a_refused_hello_is_counted_too) {
  LiveClient live(server().port());
  live.send("hello", {{"token", "not.a.token"}});
  EXPECT_EQ(live.wait_closed(), 4401);
  EXPECT_EQ(count("unauthenticated", "no_valid_token"), 1);
}

TEST_F(SecurityEventsTest, requests_that_reach_no_operation_are_counted_by_reason) {
  client().request_text("GET", "/api/me", "", {{"Origin", "https://evil.example"}, {"Upgrade", "nothing"}});
  client().request_text("POST", "/api/login", "{}", {{"Origin", "https://evil.example"}});
  client().get("/api/nothing");
  client().request("PUT", "/api/login");
  EXPECT_GE(metric(R"(parley_http_refusals_total{reason="forbidden"})"), 1);
  EXPECT_EQ(metric(R"(parley_http_refusals_total{reason="not_found"})"), 1);
  EXPECT_EQ(metric(R"(parley_http_refusals_total{reason="method_not_allowed"})"), 1);
}

TEST_F(SecurityEventsTest, users_see_their_latest_sign_ins) {
  Person ann = Person::registered(server(), "ann");
  for (int i = 0; i < 3; ++i) expect_status(200, sign_in("ann", kPassword));
  const Json listed = expect_status(200, ann.http().get("/api/me/sign-ins")).body.at("sign_ins");
  ASSERT_EQ(listed.size(), 4);
  EXPECT_EQ(listed.at(3).at("session"), ann.session());
  EXPECT_EQ(listed.at(0).at("address"), "127.0.0.1");
  Person bob = person("bob");
  EXPECT_EQ(bob.http().get("/api/me/sign-ins").body.at("sign_ins").size(), 1);
}

}  // namespace
}  // namespace parley::e2e
