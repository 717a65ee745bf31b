#include <set>

#include "e2e/support/caller.hpp"
#include "e2e/support/server_test.hpp"
#include "support/gunzip.hpp"

namespace parley::e2e {
namespace {

class HttpTest : public ServerTest {
 protected:
  HttpClient internal() { return HttpClient(server().internal_ports().front()); }
};

std::set<std::string> names(std::string_view list) {
  std::set<std::string> found;
  for (std::size_t start = 0; start < list.size();) {
    const std::size_t end = std::min(list.find(", ", start), list.size());
    found.emplace(list.substr(start, end - start));
    start = end + 2;
  }
  return found;
}

TEST_F(HttpTest, health_and_readiness_answer_without_a_sign_in) {
  EXPECT_EQ(expect_status(200, client().get("/healthz")).body, Json({{"status", "ok"}}));
  EXPECT_EQ(expect_status(200, client().get("/readyz")).body, Json({{"status", "ready"}}));
}

TEST_F(HttpTest, metrics_are_on_the_internal_port_and_never_on_the_public_one) {
  EXPECT_EQ(client().get("/metrics").status, 404);
  const auto metrics = expect_status(200, internal().get("/metrics"));
  EXPECT_TRUE(metrics.header("Content-Type").starts_with("text/plain"));
  EXPECT_EQ(expect_status(200, internal().get("/readyz")).body.at("status"), "ready");
}

TEST_F(HttpTest, nothing_but_metrics_and_readiness_is_on_the_internal_port) {
  for (const char* const path :
       {"/", "/healthz", "/api/config", "/api/me", "/api/openapi.json", "/api/ws", "/dev/token"}) {
    EXPECT_EQ(internal().get(path).status, 404) << path;
  }
  EXPECT_EQ(internal().request("POST", "/metrics").status, 404);
}

TEST_F(HttpTest, the_metrics_page_has_the_main_series_and_they_move) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  {
    LiveClient live = ann.connect();
    ann.say(group, "one");
    live.wait_event("message.created");
    live.must("message.send", {{"conversation", group}, {"client_id", "two"}, {"body", "two"}});
    live.wait_event("message.created");
    EXPECT_EQ(metric("parley_websocket_connections"), 1);
    EXPECT_EQ(metric("parley_sessions_active"), 1);
    EXPECT_GE(metric("parley_http_connections"), 1);
    live.close();
  }
  EXPECT_EQ(metric("parley_websockets_accepted_total"), 1);
  EXPECT_EQ(metric(R"(parley_websocket_closes_total{code="1000"})"), 1);
  EXPECT_EQ(metric("parley_messages_sent_total"), 2);
  EXPECT_GE(metric("parley_deliveries_total"), 2);
  EXPECT_GT(metric("parley_websocket_sent_bytes_total"), 100);
  EXPECT_EQ(metric("parley_commit_batch_messages_count"), 2);
  EXPECT_EQ(metric("parley_commit_seconds_count"), 2);
  EXPECT_EQ(metric("parley_ack_seconds_count"), 2);
  EXPECT_GE(metric("parley_delivery_seconds_count"), 2);
  EXPECT_EQ(metric("parley_outbound_queue_bytes"), 0);
  // The messages have moved a read cursor, which may still be on its way to the database.
  EXPECT_TRUE(eventually([&] { return metric("parley_store_queue_writes") == 0; }));
  EXPECT_GE(metric(R"(parley_http_requests_total{status="201"})"), 2);
  EXPECT_EQ(client().get("/api/me").status, 401);
  EXPECT_GE(metric(R"(parley_errors_total{code="unauthenticated"})"), 1);
  EXPECT_GT(metric("process_resident_memory_bytes"), 1e6);
}

TEST_F(HttpTest, the_internal_port_can_be_switched_off) {
  if (chosen_deployment() != Deployment::embedded) GTEST_SKIP() << "the test waits on this port for Redis";
  start({"metrics.enabled=false"});
  EXPECT_EQ(server().internal_ports(), std::vector<std::uint16_t>{0});
  EXPECT_EQ(client().get("/metrics").status, 404);
  EXPECT_EQ(server().log_lines("server.ready").front().at("metrics"), "off");
}

TEST_F(HttpTest, the_openapi_document_lists_every_operation_of_rest) {
  const auto document = expect_status(200, client().get("/api/openapi.json")).body;
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  for (const auto& operation : operation_table().all()) {
    if (operation->transport == Transport::websocket) continue;
    ASSERT_TRUE(document.at("paths").contains(operation->path)) << operation->path;
    const auto described = document.at("paths").at(std::string(operation->path));
    EXPECT_TRUE(std::ranges::any_of(described, [&](const Json& each) {
      return each.at("operationId") == operation->name;
    })) << operation->name;
  }
}

TEST_F(HttpTest, the_asyncapi_document_lists_every_operation_of_the_websocket) {
  const auto document = expect_status(200, client().get("/api/asyncapi.json")).body;
  EXPECT_EQ(document.at("asyncapi"), "3.1.0");
  for (const auto& operation : operation_table().all()) {
    EXPECT_EQ(document.at("operations").contains(operation->name), operation->transport != Transport::rest)
        << operation->name;
  }
}

TEST_F(HttpTest, the_documents_come_compressed_and_only_once) {
  for (const char* path : {"/api/openapi.json", "/api/asyncapi.json"}) {
    const auto plain = client().get(path);
    const auto compressed = client().request("GET", path, {}, {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(compressed.header("Content-Encoding"), "gzip");
    EXPECT_EQ(testing::gunzip(compressed.text), plain.text);
    const Headers known = {{"Accept-Encoding", "gzip"}, {"If-None-Match", compressed.header("ETag")}};
    EXPECT_EQ(client().request("GET", path, {}, known).status, 304);
  }
}

TEST_F(HttpTest, a_problem_is_described_where_its_type_points) {
  const auto problem = client().get("/api/nowhere");
  const auto description = expect_status(200, client().get(problem.body.at("type"))).body;
  EXPECT_EQ(description.at("code"), "not_found");
  EXPECT_EQ(description.at("status"), 404);
  EXPECT_EQ(client().get("/api/problems/none").status, 404);
}

TEST_F(HttpTest, pages_come_with_a_policy_that_permits_their_own_files_only) {
  for (const char* path : {"/", "/api/docs"}) {
    const auto page = client().get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_TRUE(page.header("Content-Type").starts_with("text/html")) << path;
    const std::string policy = page.header("Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << path;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << path;
    EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(client().request("GET", path, {}, {{"If-None-Match", page.header("ETag")}}).status, 304);
    EXPECT_EQ(client().request("HEAD", path).text, "");
  }
}

TEST_F(HttpTest, a_request_is_judged_by_its_head_however_large_its_body_is) {
  Person ann = person("ann");
  const std::string large(250'000, 'x');
  const Headers json = {{"Content-Type", "application/json"}};
  EXPECT_EQ(client().request_text("POST", "/api/login", large, json).status, 413);
  EXPECT_EQ(client().request_text("POST", "/api/nowhere", large, json).status, 404);
  EXPECT_EQ(client().request_text("POST", "/api/conversations", large, json).status, 401);
  EXPECT_EQ(ann.http().request_text("PATCH", "/api/me", large, json).status, 413);
  EXPECT_EQ(ann.http().request_text("POST", "/api/conversations", large, json).status, 400);
}

TEST_F(HttpTest, an_unknown_path_is_a_problem) {
  for (const char* path : {"/nowhere", "/api/nowhere", "/api/conversations/x/y/z"}) {
    const auto reply = client().get(path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(reply.code(), "not_found");
    EXPECT_EQ(reply.body.at("status"), 404);
    EXPECT_EQ(reply.body.at("request_id"), reply.header("X-Request-Id"));
  }
}

TEST_F(HttpTest, a_known_path_says_which_methods_it_knows) {
  const auto reply = client().del("/api/me");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(names(reply.header("Allow")), (std::set<std::string>{"GET", "HEAD", "PATCH", "OPTIONS"}));
  EXPECT_EQ(reply.code(), "method_not_allowed");
}

TEST_F(HttpTest, a_method_that_the_server_does_not_know_is_501_and_options_is_answered) {
  EXPECT_EQ(client().request("BREW", "/api/me").status, 501);
  const auto options = client().request("OPTIONS", "/api/me");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(names(options.header("Allow")), (std::set<std::string>{"GET", "HEAD", "PATCH", "OPTIONS"}));
  EXPECT_EQ(client().request("POST", "/healthz").status, 405);
}

TEST_F(HttpTest, what_was_created_says_where_it_stands) {
  Person ann = person("ann");
  const auto group = ann.http().post("/api/conversations", {{"title", "Harbour"}});
  EXPECT_EQ(group.status, 201);
  EXPECT_EQ(ann.http().get(group.header("Location")).body, group.body);
  EXPECT_EQ(client().post("/api/register", {{"username", "ben"}, {"password", "correct-horse-7"}}).header("Location"),
            "/api/me");
}

TEST_F(HttpTest, a_large_reply_is_compressed_for_a_client_that_accepts_it) {
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  for (int i = 0; i < 30; ++i) ann.say(group, "The harbour is calm today, and the boats are out.");
  const std::string path = "/api/conversations/" + group + "/messages";
  const auto plain = ann.http().get(path);
  const auto compressed = ann.http().request("GET", path, {}, {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(compressed.header("Content-Encoding"), "gzip");
  EXPECT_EQ(testing::gunzip(compressed.text), plain.text);
  EXPECT_LT(compressed.text.size() * 5, plain.text.size());
}

TEST_F(HttpTest, a_request_id_is_taken_over_or_made) {
  const auto given = client().request("GET", "/healthz", {}, {{"X-Request-Id", "trace-7"}});
  EXPECT_EQ(given.header("X-Request-Id"), "trace-7");
  const auto one = client().get("/healthz").header("X-Request-Id");
  EXPECT_EQ(one.size(), 36);
  EXPECT_NE(client().get("/healthz").header("X-Request-Id"), one);
}

TEST_F(HttpTest, rates_are_in_headers_and_are_kept_per_user) {
  start({"limits.requests_per_second=1", "limits.request_burst=5"});
  Person ann = person("ann");
  Person bob = person("bob");
  const auto first = ann.http().get("/api/me");
  EXPECT_EQ(first.header("RateLimit-Limit"), "5");
  EXPECT_EQ(first.header("RateLimit-Remaining"), "4");
  EXPECT_EQ(first.header("RateLimit-Reset"), "1");
  HttpReply last = first;
  for (int i = 0; i < 10 && last.status == 200; ++i) last = ann.http().get("/api/me");
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(last.code(), "rate_limited");
  EXPECT_EQ(last.header("Retry-After"), "1");
  EXPECT_EQ(last.header("RateLimit-Remaining"), "0");
  EXPECT_EQ(bob.http().get("/api/me").status, 200);
}

TEST_F(HttpTest, what_is_no_json_object_is_refused) {
  Person ann = person("ann");
  const Headers json = {{"Content-Type", "application/json"}};
  const auto patch = [&](const std::string& body, const Headers& headers) {
    return ann.http().request_text("PATCH", "/api/me", body, headers);
  };
  EXPECT_EQ(patch("{", json).code(), "malformed");
  EXPECT_EQ(patch("[]", json).code(), "malformed");
  EXPECT_EQ(patch("{\"display_name\":\"\xff\"}", json).code(), "malformed");
  EXPECT_EQ(patch(R"({"display_name":"x"})", {{"Content-Type", "text/plain"}}).code(), "unsupported_media_type");
  EXPECT_EQ(patch(R"({"display_name":"x"})", {{"Content-Type", "application/json; charset=utf-8"}}).status, 200);
  EXPECT_EQ(patch(std::string(300'000, ' '), json).code(), "payload_too_large");
  EXPECT_EQ(ann.http().get("/api/users?q=%zz").code(), "malformed");
  EXPECT_EQ(ann.http().get("/api/users?q=a&limit=many").body.at("errors").at(0).at("field"), "limit");
}

TEST_F(HttpTest, an_authorization_that_is_no_bearer_token_is_refused) {
  const auto reply = client().request("GET", "/api/me", {}, {{"Authorization", "Basic YTpi"}});
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(reply.header("WWW-Authenticate"), "Bearer");
}

class OriginTest : public ServerTest {
 protected:
  HttpReply preflight(const std::string& origin) {
    return client().request("OPTIONS", "/api/login", {},
                            {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}});
  }
  int upgrade_status(const std::string& origin) { return upgrade_status(server().port(), origin); }
  static int upgrade_status(std::uint16_t port, const std::string& origin) {
    return LiveClient(port, {.headers = {{"Origin", origin}}}).upgrade().status;
  }
};

TEST_F(OriginTest, pages_of_listed_origins_may_ask) {
  start({"server.allowed_origins=https://chat.example.org"});
  const auto allowed = preflight("https://chat.example.org");
  EXPECT_EQ(allowed.status, 204);
  EXPECT_EQ(allowed.header("Access-Control-Allow-Origin"), "https://chat.example.org");
  EXPECT_NE(allowed.header("Access-Control-Allow-Headers").find("Authorization"), std::string::npos);
  const auto refused = preflight("https://chat.example.org.evil.example");
  EXPECT_EQ(refused.header("Access-Control-Allow-Origin"), "");
  const auto sent = client().request("POST", "/api/login", {{"username", "a"}, {"password", "b"}},
                                     {{"Origin", "https://evil.example"}});
  EXPECT_EQ(sent.status, 403);
}

TEST_F(OriginTest, only_pages_of_listed_origins_and_of_the_server_itself_open_websockets) {
  start({"server.allowed_origins=https://chat.example.org"});
  EXPECT_EQ(upgrade_status("https://chat.example.org"), 101);
  const std::uint16_t port = server().port();
  EXPECT_EQ(upgrade_status(port, "http://127.0.0.1:" + std::to_string(port)), 101);
  for (const char* origin : {"https://evil.example", "https://chat.example.org.evil.example", "null",
                             "https://evilchat.example.org", "https://chat.example.org:444", "chat.example.org"}) {
    EXPECT_EQ(upgrade_status(origin), 403) << origin;
  }
}

TEST_F(OriginTest, with_a_public_url_its_page_is_the_servers_own_and_no_other) {
  start({"server.public_url=https://chat.example.org"});
  EXPECT_EQ(upgrade_status("https://chat.example.org"), 101);
  EXPECT_EQ(upgrade_status("http://127.0.0.1:" + std::to_string(server().port())), 403);
  EXPECT_EQ(upgrade_status(""), 403);
}

TEST_F(OriginTest, an_upgrade_elsewhere_is_no_websocket) {
  EXPECT_EQ(LiveClient(server().port(), {.path = "/api/nowhere"}).upgrade().status, 404);
  EXPECT_EQ(LiveClient(server().port(), {.path = "/api/me"}).upgrade().status, 401);
}

}  // namespace
}  // namespace parley::e2e
