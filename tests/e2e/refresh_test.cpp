#include <future>
#include <set>

#include "e2e/support/server_test.hpp"

namespace parley::e2e {
namespace {

class RefreshTest : public ServerTest {
 protected:
  HttpReply refresh(const std::string& token) { return client().post("/api/refresh", {{"refresh_token", token}}); }
  std::string next_token(const std::string& token) {
    return expect_status(200, refresh(token)).body.at("refresh_token");
  }
  // Returns the value of the cookie that a reply sets.
  static std::string cookie_of(const HttpReply& reply) {
    const std::string header = reply.header("Set-Cookie");
    return header.substr(0, header.find(';'));
  }
  HttpReply refresh_by_cookie(const std::string& cookie) {
    return client().request("POST", "/api/refresh", Json::object(), {{"Cookie", "theme=dark; " + cookie}});
  }
};

TEST_F(RefreshTest, a_refresh_gives_new_tokens_of_the_same_session) {
  Person ann = person("ann");
  const auto reply = expect_status(200, refresh(ann.refresh_token()));
  EXPECT_EQ(reply.body.at("session"), ann.session());
  EXPECT_NE(reply.body.at("refresh_token"), ann.refresh_token());
  EXPECT_EQ(HttpClient(server().port(), reply.body.at("access_token")).get("/api/me").status, 200);
}

TEST_F(RefreshTest, a_browser_keeps_the_refresh_token_where_scripts_cannot_read_it) {
  const auto signed_in = expect_status(
      201, client().post("/api/register", {{"username", "ann"}, {"password", kPassword}, {"cookie", true}}));
  EXPECT_FALSE(signed_in.body.contains("refresh_token"));
  const std::string header = signed_in.header("Set-Cookie");
  for (const char* attribute : {"; HttpOnly", "; SameSite=Strict", "; Path=/;", "; Max-Age="}) {
    EXPECT_NE(header.find(attribute), std::string::npos) << header;
  }
  EXPECT_EQ(header.find("Secure"), std::string::npos);

  const auto refreshed = expect_status(200, refresh_by_cookie(cookie_of(signed_in)));
  EXPECT_FALSE(refreshed.body.contains("refresh_token"));
  EXPECT_NE(cookie_of(refreshed), cookie_of(signed_in));
  EXPECT_EQ(refreshed.body.at("session"), signed_in.body.at("session"));
  const auto logged_out = client().request("POST", "/api/logout", Json::object(), {{"Cookie", cookie_of(refreshed)}});
  EXPECT_EQ(logged_out.status, 204);
  EXPECT_NE(logged_out.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(refresh_by_cookie(cookie_of(refreshed)).status, 401);
}

TEST_F(RefreshTest, behind_https_the_cookie_is_for_https_only) {
  start({"server.public_url=https://chat.example.org"});
  const auto signed_in =
      client().post("/api/register", {{"username", "ann"}, {"password", kPassword}, {"cookie", true}});
  EXPECT_TRUE(signed_in.header("Set-Cookie").starts_with("__Host-parley_refresh="));
  EXPECT_NE(signed_in.header("Set-Cookie").find("; Path=/; "), std::string::npos);
  EXPECT_NE(signed_in.header("Set-Cookie").find("; Secure"), std::string::npos);
}

TEST_F(RefreshTest, two_cookies_of_one_name_are_no_sign_in) {
  const auto signed_in = expect_status(
      201, client().post("/api/register", {{"username", "ann"}, {"password", kPassword}, {"cookie", true}}));
  EXPECT_EQ(refresh_by_cookie("parley_refresh=planted; " + cookie_of(signed_in)).status, 401);
  EXPECT_EQ(refresh_by_cookie(cookie_of(signed_in)).status, 200);
}

TEST_F(RefreshTest, a_browser_that_signs_in_over_a_session_ends_it) {
  const Json credentials = {{"username", "ann"}, {"password", kPassword}, {"cookie", true}};
  const auto first = expect_status(201, client().post("/api/register", credentials));
  const auto second =
      expect_status(200, client().request("POST", "/api/login", credentials, {{"Cookie", cookie_of(first)}}));
  EXPECT_EQ(refresh_by_cookie(cookie_of(first)).status, 401);
  EXPECT_EQ(refresh_by_cookie(cookie_of(second)).status, 200);
}

TEST_F(RefreshTest, two_tabs_that_refresh_at_once_stay_signed_in) {
  Person ann = person("ann");
  std::vector<std::future<HttpReply>> tabs;
  for (int i = 0; i < 8; ++i) {
    tabs.push_back(std::async(std::launch::async, [port = server().port(), token = ann.refresh_token()] {
      return HttpClient(port).post("/api/refresh", {{"refresh_token", token}});
    }));
  }
  std::set<std::string> successors;
  for (auto& tab : tabs) {
    const HttpReply reply = tab.get();
    ASSERT_EQ(reply.status, 200) << reply.text;
    EXPECT_EQ(HttpClient(server().port(), reply.body.at("access_token")).get("/api/me").status, 200);
    successors.insert(reply.body.at("refresh_token"));
  }
  EXPECT_EQ(successors.size(), 1);
  EXPECT_EQ(refresh(*successors.begin()).status, 200);
}

TEST_F(RefreshTest, a_refresh_whose_reply_was_lost_is_done_again) {
  Person ann = person("ann");
  client().post_and_vanish("/api/refresh", {{"refresh_token", ann.refresh_token()}});
  std::string token = next_token(ann.refresh_token());
  // The test loses this reply, too.
  EXPECT_EQ(next_token(ann.refresh_token()), token);
  token = next_token(token);
  EXPECT_EQ(refresh(token).status, 200);
}

TEST_F(RefreshTest, a_token_that_comes_back_ends_the_session_and_its_connections_within_a_second) {
  Person ann = person("ann");
  Person bob = person("bob");
  LiveClient anns = ann.connect();
  LiveClient bobs = bob.connect();
  LiveClient phone = ann.on_another_device(server()).connect();
  const std::string second = next_token(ann.refresh_token());
  const std::string third = next_token(second);

  EXPECT_EQ(refresh(ann.refresh_token()).status, 401);
  const auto stolen_at = Clock::now();
  EXPECT_EQ(anns.wait_closed(), 4410);
  EXPECT_LT(Clock::now() - stolen_at, seconds(1));
  EXPECT_EQ(refresh(third).status, 401);
  EXPECT_EQ(ann.http().get("/api/me").status, 401);
  EXPECT_EQ(phone.wait_event("sessions.revoked").at("data").at("reason"), "token_reused");
  EXPECT_TRUE(phone.must("me.get").contains("id"));
  EXPECT_TRUE(bobs.must("me.get").contains("id"));
}

TEST_F(RefreshTest, an_unknown_token_is_refused) {
  EXPECT_EQ(refresh("unknown").status, 401);
  EXPECT_EQ(client().post("/api/refresh").status, 401);
  EXPECT_EQ(refresh("").status, 400);
}

TEST_F(RefreshTest, tokens_outlive_the_server) {
  Person ann = person("ann");
  EXPECT_EQ(server().stop(), 0);
  server().start();
  ann.move_to(server());
  EXPECT_EQ(ann.http().get("/api/me").status, 200);
  EXPECT_EQ(refresh(ann.refresh_token()).status, 200);
}

}  // namespace
}  // namespace parley::e2e
