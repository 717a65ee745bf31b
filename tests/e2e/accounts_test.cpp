#include <algorithm>
#include <map>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

using SignInTest = ServerTest;

Json credentials(const std::string& username, const std::string& password = kPassword) {
  return {{"username", username}, {"password", password}};
}

TEST_F(SignInTest, a_user_who_registers_is_signed_in) {
  const auto reply = client().post(
      "/api/register",
      {{"username", "Ann.Lee"}, {"password", kPassword}, {"display_name", "Ann Lee"}, {"email", "ann@example.org"}});
  ASSERT_EQ(reply.status, 201) << reply.text;
  EXPECT_EQ(reply.body.at("user").at("username"), "Ann.Lee");
  EXPECT_EQ(reply.body.at("user").at("display_name"), "Ann Lee");
  EXPECT_EQ(reply.body.at("user").at("role"), "user");
  EXPECT_TRUE(reply.body.contains("refresh_token"));
  EXPECT_TRUE(reply.body.contains("access_expires_at"));
  EXPECT_EQ(reply.header("Set-Cookie"), "");

  Person ann(server(), reply);
  const auto me = expect_status(200, ann.http().get("/api/me")).body;
  EXPECT_EQ(me.at("id"), ann.id());
  EXPECT_EQ(me.at("email"), "ann@example.org");
}

TEST_F(SignInTest, a_username_is_taken_in_any_case) {
  Person::registered(server(), "ann");
  const auto reply = client().post("/api/register", credentials("ANN"));
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(reply.code(), "username_taken");
}

TEST_F(SignInTest, every_fault_of_a_registration_is_named_with_its_field) {
  const auto reply =
      client().post("/api/register", {{"username", "-x"}, {"password", "password"}, {"email", "nowhere"}});
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(reply.code(), "invalid_request");
  std::map<std::string, std::string> faults;
  for (const Json& fault : reply.body.at("errors")) faults[fault.at("field")] = fault.at("code");
  EXPECT_EQ(faults, (std::map<std::string, std::string>{
                        {"username", "invalid"}, {"password", "too_common"}, {"email", "invalid"}}));
}

TEST_F(SignInTest, a_weak_or_overlong_password_is_refused) {
  const auto code_of = [&](const std::string& password) {
    const auto reply = client().post("/api/register", credentials("somebody", password));
    return reply.status == 400 ? reply.body.at("errors").at(0).at("field").get<std::string>() : "accepted";
  };
  EXPECT_EQ(code_of("password"), "password");
  EXPECT_EQ(code_of("somebody"), "password");
  EXPECT_EQ(code_of(std::string(73, 'x')), "password");
  EXPECT_EQ(code_of(std::string(70, 'x') + "yz"), "accepted");
}

TEST_F(SignInTest, registration_can_be_closed) {
  start({"auth.registration=closed"});
  EXPECT_EQ(client().post("/api/register", credentials("ann")).code(), "forbidden");
}

TEST_F(SignInTest, a_wrong_password_and_an_unknown_user_get_the_same_answer) {
  Person::registered(server(), "ann");
  EXPECT_EQ(client().post("/api/login", credentials("ANN")).status, 200);
  auto wrong = client().post("/api/login", credentials("ann", "wrong-horse-7"));
  auto unknown = client().post("/api/login", credentials("nobody", "wrong-horse-7"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.code(), "bad_credentials");
  wrong.body.erase("request_id");
  unknown.body.erase("request_id");
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(wrong.status, unknown.status);
}

TEST_F(SignInTest, after_too_many_sign_ins_a_client_gets_the_time_to_try_again) {
  start({"limits.sign_ins_per_minute=6", "limits.sign_in_burst=6"});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client().post("/api/login", credentials("ann")).status, 401);
  const auto reply = client().post("/api/login", credentials("ann"));
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.code(), "rate_limited");
  EXPECT_GT(reply.body.at("retry_after_ms"), 0);
  EXPECT_GE(std::stoi(reply.header("Retry-After")), 1);
  // The headers are those of the limit that refused, which is smaller than the limit of all requests.
  EXPECT_EQ(reply.header("RateLimit-Limit"), "3");
  EXPECT_EQ(reply.header("RateLimit-Remaining"), "0");
  EXPECT_GE(std::stoi(reply.header("RateLimit-Reset")), 1);
}

TEST_F(SignInTest, right_passwords_use_up_nothing) {
  start({"limits.sign_ins_per_minute=1", "limits.sign_in_burst=2"});
  Person::registered(server(), "ann");
  for (int i = 0; i < 6; ++i) EXPECT_EQ(client().post("/api/login", credentials("ann")).status, 200) << i;
}

TEST_F(SignInTest, strangers_who_guess_keep_nobody_from_signing_in) {
  start({"limits.sign_ins_per_minute=1", "limits.sign_in_burst=2", "server.trusted_proxies=127.0.0.0/8"});
  Person::registered(server(), "ann");
  const auto sign_in_from = [&](const std::string& address, const Json& body, const std::string& cookie = "") {
    return client().request("POST", "/api/login", body, {{"X-Forwarded-For", address}, {"Cookie", cookie}});
  };
  for (int i = 0; i < 200; ++i) {
    sign_in_from("198.51.100." + std::to_string(i), {{"username", "ann"}, {"password", "wrong-horse-7"}});
  }
  Json from_browser = credentials("ann");
  from_browser["cookie"] = true;
  const auto signed_in = expect_status(200, sign_in_from("2001:db8::1", from_browser));
  // A stranger at the same address tries the name too. The browser is known by its cookie, another program is not.
  const auto cookie = std::ranges::find_if(
      signed_in.headers, [](const auto& header) { return header.second.starts_with("parley_device="); });
  ASSERT_NE(cookie, signed_in.headers.end());
  EXPECT_NE(cookie->second.find("; HttpOnly; SameSite=Strict"), std::string::npos) << cookie->second;
  const Json guess = {{"username", "ann"}, {"password", "wrong-horse-7"}};
  EXPECT_EQ(sign_in_from("2001:db8::2", guess).status, 401);
  EXPECT_EQ(sign_in_from("2001:db8::3", credentials("ann")).status, 429);
  const std::string device = cookie->second.substr(0, cookie->second.find(';'));
  EXPECT_EQ(sign_in_from("2001:db8::1", credentials("ann"), device).status, 200);
  EXPECT_EQ(sign_in_from("2001:db8::1", credentials("bob"), device).status, 401) << "the cookie is no help for others";
}

TEST_F(SignInTest, a_changed_password_ends_every_other_session_and_closes_their_connections) {
  Person ann = Person::registered(server(), "ann");
  const Person phone(server(), client().post("/api/login", credentials("ann")));
  LiveClient here = ann.connect();
  LiveClient there = phone.connect();
  const std::string other = "another-horse-8";
  EXPECT_EQ(
      ann.http().post("/api/me/password", {{"current_password", "wrong-horse-7"}, {"new_password", other}}).code(),
      "bad_credentials");
  expect_status(204, ann.http().post("/api/me/password", {{"current_password", kPassword}, {"new_password", other}}));
  EXPECT_EQ(there.wait_closed(), 4410);
  EXPECT_EQ(HttpClient(server().port(), phone.token()).get("/api/me").status, 401);
  EXPECT_EQ(client().post("/api/refresh", {{"refresh_token", phone.refresh_token()}}).status, 401);

  EXPECT_EQ(here.wait_event("sessions.revoked").at("data").at("reason"), "password_changed");
  EXPECT_TRUE(here.must("me.get").contains("id"));
  EXPECT_EQ(client().post("/api/login", credentials("ann")).status, 401);
  EXPECT_EQ(client().post("/api/login", credentials("ann", other)).status, 200);
}

TEST_F(SignInTest, a_closed_account_closes_its_connections_and_cannot_be_signed_in_to) {
  Person ann = Person::registered(server(), "ann");
  const Person phone(server(), client().post("/api/login", credentials("ann")));
  LiveClient here = ann.connect();
  LiveClient there = phone.connect();
  expect_status(204, ann.http().post("/api/me/deactivate", {{"password", kPassword}}));
  EXPECT_EQ(here.wait_closed(), 4410);
  EXPECT_EQ(there.wait_closed(), 4410);
  EXPECT_EQ(client().post("/api/login", credentials("ann")).status, 401);
}

TEST_F(SignInTest, a_closed_account_is_shown_as_closed_and_hands_on_its_groups) {
  Person ann = Person::registered(server(), "ann");
  Person bob = person("bob");
  const std::string group = ann.create_group({&bob});
  const std::string direct = bob.open_direct(ann);
  LiveClient watching = bob.connect();
  expect_status(204, ann.http().post("/api/me/deactivate", {{"password", kPassword}}));
  bool is_admin = false;
  bool is_over = false;
  while (!is_admin || !is_over) {
    const Json event = watching.wait_event("member.updated");
    const Json& data = event.at("data");
    is_admin = is_admin || (data.at("user") == bob.id() && data.at("role") == "admin");
    is_over = is_over || (event.at("conversation") == direct && data.at("closed") == true);
  }
  expect_status(403, bob.http().post("/api/conversations/" + direct + "/messages", {{"body", "hello?"}}));
  expect_status(200, bob.http().patch("/api/conversations/" + group, {{"title", "Ours now"}}));
  EXPECT_EQ(expect_status(200, bob.http().get("/api/users/" + ann.id())).body.at("closed"), true);
}

TEST_F(SignInTest, sessions_are_listed_and_one_of_them_can_be_ended) {
  Person ann = person("ann");
  const Person phone = ann.on_another_device(server());
  LiveClient live = phone.connect();
  const Json list = expect_status(200, ann.http().get("/api/sessions")).body;
  EXPECT_EQ(list.at("current"), ann.session());
  ASSERT_EQ(list.at("sessions").size(), 2);
  EXPECT_EQ(list.at("sessions").at(0).at("id"), phone.session());
  EXPECT_EQ(list.at("sessions").at(0).at("address"), "127.0.0.1");

  expect_status(204, ann.http().del("/api/sessions/" + phone.session()));
  EXPECT_EQ(live.wait_closed(), 4410);
  EXPECT_EQ(ann.http().del("/api/sessions/" + phone.session()).status, 404);
  EXPECT_EQ(ann.http().get("/api/sessions").body.at("sessions").size(), 1);
}

TEST_F(SignInTest, nobody_can_end_a_session_of_another_user) {
  Person ann = person("ann");
  Person bob = person("bob");
  EXPECT_EQ(bob.http().del("/api/sessions/" + ann.session()).status, 404);
  EXPECT_EQ(ann.http().get("/api/me").status, 200);
}

TEST_F(SignInTest, logout_ends_the_session_with_either_of_its_tokens) {
  Person ann = person("ann");
  LiveClient live = ann.connect();
  expect_status(204, ann.http().post("/api/logout"));
  EXPECT_EQ(live.wait_closed(), 4410);
  EXPECT_EQ(ann.http().get("/api/me").status, 401);
  EXPECT_EQ(client().post("/api/refresh", {{"refresh_token", ann.refresh_token()}}).status, 401);

  Person bob = person("bob");
  expect_status(204, client().post("/api/logout", {{"refresh_token", bob.refresh_token()}}));
  EXPECT_EQ(bob.http().get("/api/me").status, 401);
}

TEST_F(SignInTest, a_profile_is_changed_by_its_owner_and_shown_without_the_address_to_others) {
  Person ann = Person::registered(server(), "ann");
  Person bob = Person::registered(server(), "bob");
  const auto set_email = [](Person& who, const char* email) {
    return expect_status(200, who.http().patch("/api/me", {{"email", email}, {"current_password", kPassword}})).body;
  };
  expect_status(200, ann.http().patch("/api/me", {{"display_name", "Ann"}}));
  EXPECT_EQ(set_email(ann, "ann@example.org").at("email"), "ann@example.org");
  EXPECT_EQ(set_email(bob, "ANN@example.org").at("email"), "ANN@example.org");
  EXPECT_EQ(ann.http().patch("/api/me", {{"email", "x@example.org"}}).code(), "invalid_request");
  EXPECT_EQ(ann.http().patch("/api/me", {{"email", "x@example.org"}, {"current_password", "x"}}).code(),
            "bad_credentials");
  const Json seen = expect_status(200, bob.http().get("/api/users/" + ann.id())).body;
  EXPECT_EQ(seen.at("display_name"), "Ann");
  EXPECT_FALSE(seen.contains("email"));
  const Json found = expect_status(200, bob.http().get("/api/users?q=AN")).body.at("users");
  ASSERT_EQ(found.size(), 1);
  EXPECT_FALSE(found.at(0).contains("email"));
  EXPECT_FALSE(set_email(ann, "").contains("email"));
}

TEST_F(SignInTest, development_tokens_exist_only_where_they_are_switched_on) {
  start({"dev.enabled=false"});
  EXPECT_EQ(client().post("/api/dev/token", {{"username", "ann"}}).status, 404);
}

TEST_F(SignInTest, development_tokens_are_for_this_machine_and_the_configured_networks) {
  const auto status = [&](const char* address) {
    return client().request("POST", "/api/dev/token", {{"username", "ann"}}, {{"X-Forwarded-For", address}}).status;
  };
  start({"server.trusted_proxies=127.0.0.1"});
  EXPECT_EQ(status("127.0.0.1"), 200);
  EXPECT_EQ(status("192.0.2.1"), 403);
  start({"server.trusted_proxies=127.0.0.1", "dev.networks=192.0.2.0/24"});
  EXPECT_EQ(status("192.0.2.1"), 200);
  EXPECT_EQ(status("198.51.100.1"), 403);
}

TEST_F(SignInTest, no_secret_and_no_message_is_ever_logged) {
  start({"log.level=debug", "auth.query_token=true"});
  Person ann = Person::registered(server(), "ann");
  const std::string group = ann.create_group({});
  const std::string body = "words-that-nobody-else-may-read";
  ann.say(group, body);
  LiveClient live = ann.connect_silently({.path = "/api/ws?token=" + ann.token()});
  live.hello(ann.token());
  live.must("message.send", {{"conversation", group}, {"client_id", "1"}, {"body", body}});
  client().post("/api/login", credentials("ann"));
  client().post("/api/login", credentials("ann", "wrong-password-9"));
  client().request_text("POST", "/api/login", "{\"password\":\"wrong-password-9\"",
                        {{"Content-Type", "application/json"}});
  const auto refreshed = client().post("/api/refresh", {{"refresh_token", ann.refresh_token()}});
  live.send_text("not json: " + body);
  live.wait_stray_error();
  live.cut();
  EXPECT_EQ(server().stop(), 0);

  const std::string log = server().log();
  EXPECT_FALSE(log.empty());
  for (const std::string& secret :
       {std::string(kPassword), std::string("wrong-password-9"), body, ann.token(), ann.refresh_token(),
        refreshed.body.at("access_token").get<std::string>(), refreshed.body.at("refresh_token").get<std::string>()}) {
    EXPECT_EQ(log.find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace parley::e2e
