#include <parley/net/http_listener.hpp>

#include <ctime>

#include <gmock/gmock.h>

#include "http_listener_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class HttpServerTest : public HttpServerFixture {};

std::string get(std::string_view target, std::string_view lines = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: parley.example\r\n" + std::string(lines) + "\r\n";
}

std::string post(std::string_view target, std::string_view body, std::string_view lines = "") {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: parley.example\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(lines) + "\r\n" + std::string(body);
}

TEST_F(HttpServerTest, a_request_is_answered) {
  start();
  const auto reply = ask(get("/a?b=c"));
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(reply, HasSubstr("\r\n\r\n0 /a?b=c "));
}

TEST_F(HttpServerTest, a_connection_serves_one_request_after_the_other) {
  start();
  auto client = connect();
  for (int i = 0; i < 3; ++i) {
    client.send(post("/n" + std::to_string(i), "body"));
    EXPECT_THAT(client.reply(), HasSubstr("/n" + std::to_string(i) + "? body"));
  }
}

TEST_F(HttpServerTest, pipelined_requests_are_answered_in_order) {
  start();
  auto client = connect();
  client.send(post("/first", "1") + get("/second") + post("/third", "333"));
  EXPECT_THAT(client.reply(), HasSubstr("/first? 1"));
  EXPECT_THAT(client.reply(), HasSubstr("/second?"));
  EXPECT_THAT(client.reply(), HasSubstr("/third? 333"));
}

TEST_F(HttpServerTest, a_request_may_come_byte_by_byte) {
  start();
  auto client = connect();
  client.socket().set_option(asio::ip::tcp::no_delay(true));
  for (const char byte : post("/slowly", "content")) client.send({&byte, 1});
  EXPECT_THAT(client.reply(), HasSubstr("/slowly? content"));
}

TEST_F(HttpServerTest, connection_close_is_honoured_and_what_follows_is_not_executed) {
  start();
  auto client = connect();
  client.send(get("/last", "Connection: close\r\n") + get("/after"));
  EXPECT_THAT(client.reply(), AllOf(HasSubstr("/last?"), HasSubstr("Connection: close\r\n")));
  EXPECT_EQ(client.all(), "");
  EXPECT_EQ(handler.handled, 1);
}

TEST_F(HttpServerTest, http_1_0_closes_unless_asked_otherwise) {
  start();
  auto closing = connect();
  closing.send("GET /a HTTP/1.0\r\n\r\n");
  EXPECT_THAT(closing.reply(), HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(closing.is_closed_by_server());

  auto keeping = connect();
  keeping.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(keeping.reply(), HasSubstr("Connection: keep-alive\r\n"));
  keeping.send(get("/b"));
  EXPECT_THAT(keeping.reply(), HasSubstr("/b?"));
}

TEST_F(HttpServerTest, head_is_answered_like_get_without_the_content) {
  start();
  auto client = connect();
  client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + get("/b"));
  const auto head = client.reply(true);
  EXPECT_THAT(head, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Content-Length: 6\r\n")));
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("/b?")));
}

TEST_F(HttpServerTest, every_reply_carries_the_security_fields) {
  start();
  for (const auto& request :
       {get("/a"), get("/throws"), std::string("nonsense\r\n\r\n"), get("/a", "Origin: null\r\n")}) {
    EXPECT_THAT(ask(request),
                AllOf(HasSubstr("X-Content-Type-Options: nosniff\r\n"), HasSubstr("X-Frame-Options: DENY\r\n"),
                      HasSubstr("Referrer-Policy: no-referrer\r\n"), HasSubstr("Cache-Control: no-store\r\n"),
                      HasSubstr("Content-Security-Policy: default-src 'none'"), HasSubstr("X-Request-Id: "),
                      HasSubstr("Cross-Origin-Opener-Policy: same-origin\r\n"),
                      HasSubstr("Cross-Origin-Resource-Policy: same-origin\r\n"),
                      HasSubstr("Permissions-Policy: camera=(), "), Not(HasSubstr("Server:"))));
  }
}

TEST_F(HttpServerTest, a_handlers_cache_control_stands) {
  start();
  EXPECT_THAT(ask(get("/page")), AllOf(HasSubstr("Cache-Control: no-cache\r\n"), Not(HasSubstr("no-store"))));
}

TEST_F(HttpServerTest, a_request_id_is_kept_when_it_is_well_formed) {
  start();
  EXPECT_THAT(ask(get("/a", "X-Request-Id: abc_1.2-3\r\n")), HasSubstr("X-Request-Id: abc_1.2-3\r\n"));
  EXPECT_THAT(ask(get("/a", "X-Request-Id: <script>\r\n")), Not(HasSubstr("<script>")));
  EXPECT_THAT(ask(get("/a", "X-Request-Id: " + std::string(65, 'a') + "\r\n")), Not(HasSubstr("aaa")));
  EXPECT_THAT(ask(get("/a#", "X-Request-Id: of-a-bad-one\r\n")), HasSubstr("\"request_id\":\"of-a-bad-one\""));
}

TEST_F(HttpServerTest, traceparent_reaches_the_handler) {
  start();
  EXPECT_THAT(ask(get("/trace", "traceparent: 00-abc-def-01\r\n")), HasSubstr("\r\n\r\n00-abc-def-01"));
}

TEST_F(HttpServerTest, a_handler_that_throws_costs_one_reply) {
  start();
  auto client = connect();
  client.send(get("/throws") + get("/next"));
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("\"code\":\"internal\"")));
  EXPECT_THAT(client.reply(), HasSubstr("/next?"));
}

TEST_F(HttpServerTest, a_field_cannot_split_a_reply) {
  start();
  EXPECT_THAT(ask(get("/injected")), AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("Set-Cookie"))));
}

TEST_F(HttpServerTest, a_large_reply_arrives_whole) {
  start();
  EXPECT_GT(ask(get("/large")).size(), 8u * 1024 * 1024);
}

TEST_F(HttpServerTest, every_reply_is_counted_by_its_status_also_where_no_handler_was_asked) {
  start();
  ask(get("/a"));
  ask(get("/throws"));
  ask("nonsense\r\n\r\n");
  ask(post("/a", "", "Origin: https://elsewhere.example\r\n"));
  EXPECT_EQ(handler.handled, 2);
  for (const int status : {200, 500, 400, 403})
    EXPECT_EQ(metrics.http_requests.value(static_cast<std::uint16_t>(status)), 1u) << status;
}

TEST_F(HttpServerTest, connections_are_counted_however_many_requests_they_bring) {
  start();
  auto client = connect();
  for (int i = 0; i < 2; ++i) {
    client.send(get("/a"));
    client.reply();
  }
  ask(get("/b"));
  EXPECT_EQ(metrics.connections_accepted.value(), 2u);
}

TEST_F(HttpServerTest, the_body_is_asked_for_when_the_client_waits_for_that) {
  start();
  auto client = connect();
  const auto whole = post("/a", "content", "Expect: 100-continue\r\n");
  client.send(whole.substr(0, whole.size() - 7));
  EXPECT_EQ(client.reply(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("content");
  EXPECT_THAT(client.reply(), HasSubstr("/a? content"));
}

TEST_F(HttpServerTest, a_body_too_large_is_refused_before_it_is_asked_for) {
  start();
  auto client = connect();
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 413 "));
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(HttpServerTest, a_refusal_arrives_although_the_client_goes_on_sending) {
  start();
  auto client = connect();
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\n" + std::string(500'000, 'x'));
  client.finish_sending();
  const auto all = client.all();
  ASSERT_TRUE(all);
  EXPECT_THAT(*all, StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerTest, a_client_that_leaves_without_a_word_gets_none) {
  start();
  auto client = connect();
  client.finish_sending();
  EXPECT_EQ(client.all(), "");
}

TEST_F(HttpServerTest, half_a_request_is_answered_when_no_more_comes) {
  start();
  auto client = connect();
  client.send("GET / HTTP/1.1\r\nHo");
  client.finish_sending();
  EXPECT_THAT(client.all().value_or(""), StartsWith("HTTP/1.1 400 "));
}

TEST_F(HttpServerTest, a_reset_connection_leaves_the_others_alone) {
  start();
  auto bystander = connect();
  bystander.send(get("/a"));
  EXPECT_THAT(bystander.reply(), HasSubstr("/a?"));
  {
    auto rude = connect();
    rude.send(get("/large"));
    rude.socket().set_option(asio::socket_base::linger(true, 0));
  }
  bystander.send(get("/b"));
  EXPECT_THAT(bystander.reply(), HasSubstr("/b?"));
  EXPECT_TRUE(eventually([&] { return server->connections() == 1; }));
}

TEST_F(HttpServerTest, connections_are_dealt_out_to_all_loops) {
  start();
  ask(get("/a"));
  ask(get("/b"));
  const std::scoped_lock lock(handler.threads_mutex);
  EXPECT_EQ(handler.threads.size(), 2u);
}

TEST_F(HttpServerTest, a_trusted_proxy_names_the_client) {
  HttpListenerOptions options;
  options.trusted_proxies = {"127.0.0.0/8"};
  start(std::move(options));
  EXPECT_THAT(ask(get("/address", "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 203.0.113.7, 127.0.0.9\r\n")),
              HasSubstr("\r\n\r\n203.0.113.7"));
}

TEST_F(HttpServerTest, anybody_else_names_nobody) {
  start();
  EXPECT_THAT(ask(get("/address", "X-Forwarded-For: 203.0.113.7\r\n")), HasSubstr("\r\n\r\n127.0.0.1"));
}

TEST_F(HttpServerTest, a_connection_too_many_is_turned_away_until_one_leaves) {
  HttpListenerOptions options;
  options.limits.connections = 1;
  start(std::move(options));
  auto first = std::make_optional<RawClient>(server->port());
  first->send(get("/a"));
  EXPECT_THAT(first->reply(), StartsWith("HTTP/1.1 200 "));
  auto second = connect();
  EXPECT_THAT(second.reply(), StartsWith("HTTP/1.1 503 "));
  EXPECT_EQ(metrics.http_requests.value(503), 1u);
  EXPECT_TRUE(second.is_closed_by_server());
  first.reset();
  EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
  EXPECT_THAT(ask(get("/b")), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, a_port_in_use_is_an_error) {
  start();
  HttpListenerOptions options;
  options.port = server->port();
  asio::io_context loop;
  HttpListener second(options, handler, upgrades, metrics, std::vector{&loop});
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::unavailable);
  EXPECT_THAT(started.error().detail, HasSubstr("in use"));
}

TEST_F(HttpServerTest, an_option_that_makes_no_sense_is_an_error) {
  asio::io_context loop;
  HttpListenerOptions address;
  address.address = "nowhere";
  EXPECT_EQ(HttpListener(address, handler, upgrades, metrics, std::vector{&loop}).start().error().code,
            ErrorCode::invalid_request);
  HttpListenerOptions proxies;
  proxies.trusted_proxies = {"10.0.0.0/33"};
  EXPECT_EQ(HttpListener(proxies, handler, upgrades, metrics, std::vector{&loop}).start().error().code,
            ErrorCode::invalid_request);
}

}  // namespace
}  // namespace parley::testing
