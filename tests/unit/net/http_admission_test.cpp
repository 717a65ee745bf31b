// Nothing of a body is read before its request is admitted, and what is read or waits to be sent is bounded.
#include <gmock/gmock.h>

#include "http_listener_fixture.hpp"

namespace parley::testing {
namespace {

using std::chrono::steady_clock;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::size_t kMegabyte = 1024 * 1024;

std::string head(std::string_view path, std::size_t length, std::string_view lines = "") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n" +
         std::string(lines) + "\r\n";
}

class HttpAdmissionTest : public HttpServerFixture {
 protected:
  static std::string get(std::string_view path) { return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n"; }
};

TEST_F(HttpAdmissionTest, a_refusal_does_not_wait_for_the_body) {
  start();
  auto client = connect();
  client.send(head("/refused", 200'000));
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("Connection: close\r\n")));
  EXPECT_EQ(handler.handled, 0);
  EXPECT_EQ(server->unread_body_bytes(), 0u);
}

TEST_F(HttpAdmissionTest, a_handler_that_throws_before_the_body_costs_one_reply) {
  start();
  auto client = connect();
  client.send(head("/throws-at-once", 1) + "x" + get("/next"));
  EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(client.reply(), HasSubstr("/next?"));
}

TEST_F(HttpAdmissionTest, a_small_body_that_nobody_wants_is_dropped_and_the_connection_goes_on) {
  start();
  auto client = connect();
  client.send(head("/refused", 60'000));
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("Connection: keep-alive\r\n")));
  client.send(std::string(60'000, 'x') + get("/next"));
  EXPECT_THAT(client.reply(), HasSubstr("/next?"));
  client.send(head("/refused", 3) + "abc" + get("/third"));
  EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(client.reply(), HasSubstr("/third?"));
  EXPECT_EQ(handler.handled, 2);
}

TEST_F(HttpAdmissionTest, a_body_that_never_comes_is_not_waited_for_long_after_a_refusal) {
  HttpListenerOptions options;
  options.limits.body_timeout = seconds(1);
  start(std::move(options));
  auto client = connect();
  client.send(head("/refused", 60'000) + "abc");
  EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 401 "));
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(HttpAdmissionTest, a_client_that_waits_for_100_gets_the_refusal_instead) {
  start();
  auto client = connect();
  client.send(head("/refused", 100, "Expect: 100-continue\r\n"));
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("Connection: close\r\n")));
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(HttpAdmissionTest, each_operation_has_a_bound_of_its_own_for_the_body) {
  start();
  EXPECT_THAT(ask(head("/small", 10) + "0123456789"), HasSubstr("/small? 0123456789"));
  auto client = connect();
  client.send(head("/small", 11, "Expect: 100-continue\r\n"));
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("\"code\":\"payload_too_large\"")));
  EXPECT_EQ(handler.handled, 1);
}

TEST_F(HttpAdmissionTest, the_bodies_of_one_client_that_have_arrived_in_part_are_bounded_together) {
  HttpListenerOptions options;
  options.limits.unread_body_bytes = kMegabyte;
  start(std::move(options));
  auto first = connect();
  first.send(head("/a", 120'000) + std::string(100'000, 'x'));
  EXPECT_TRUE(eventually([&] { return server->unread_body_bytes() == 100'000; }));
  auto second = connect();
  second.send(head("/a", 120'000) + std::string(100'000, 'x'));
  EXPECT_THAT(second.reply(), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Retry-After: "),
                                    HasSubstr("\"code\":\"overloaded\""), HasSubstr("Connection: close\r\n")));
  first.send(std::string(20'000, 'x'));
  EXPECT_THAT(first.reply(), StartsWith("HTTP/1.1 200 "));
  EXPECT_TRUE(eventually([&] { return server->unread_body_bytes() == 0; }));
  EXPECT_THAT(ask(head("/a", 120'000) + std::string(120'000, 'x')), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpAdmissionTest, the_headers_of_one_client_that_have_arrived_in_part_are_bounded_together_with_its_bodies) {
  HttpListenerOptions options;
  options.limits.unread_body_bytes = 64 * 1024;
  start(std::move(options));
  const std::string beginning = "GET /a HTTP/1.1\r\nHost: a\r\nX-Long: " + std::string(5'000, 'x');
  auto first = connect();
  first.send(beginning);
  EXPECT_TRUE(eventually([&] { return server->unread_body_bytes() == beginning.size(); }));
  auto second = connect();
  second.send(beginning);
  EXPECT_THAT(second.reply(), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Retry-After: "),
                                    HasSubstr("\"code\":\"overloaded\""), HasSubstr("Connection: close\r\n")));
  EXPECT_THAT(ask(get("/whole")), HasSubstr("/whole?"));
  first.send("\r\n\r\n");
  EXPECT_THAT(first.reply(), StartsWith("HTTP/1.1 200 "));
  EXPECT_TRUE(eventually([&] { return server->unread_body_bytes() == 0; }));
}

TEST_F(HttpAdmissionTest, requests_behind_one_that_is_over_the_rate_are_not_refused_one_by_one) {
  start();
  auto client = connect();
  client.send(get("/limited") + get("/next") + get("/next"));
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Connection: close\r\n")));
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_EQ(handler.asked, 1);
  auto patient = connect();
  patient.send(head("/limited", 3) + "abc");
  EXPECT_THAT(patient.reply(), AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Connection: keep-alive\r\n")));
  patient.send(get("/next"));
  EXPECT_THAT(patient.reply(), HasSubstr("/next?"));
}

class SlowBodyTest : public HttpServerFixture {
 protected:
  SlowBodyTest() {
    HttpListenerOptions options;
    options.limits.body_timeout = seconds(1);
    options.limits.body_bytes_per_second = 1'000;
    start(std::move(options));
  }
};

TEST_F(SlowBodyTest, a_body_that_comes_at_the_least_rate_is_read_however_long_it_takes) {
  auto client = connect();
  client.send(head("/a", 3'000));
  client.set_patience(milliseconds(500));
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(client.reply(), "") << "after " << i;
    ASSERT_TRUE(client.send(std::string(500, 'x')));
  }
  EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(SlowBodyTest, a_body_that_trickles_is_cut) {
  auto client = connect();
  client.send(head("/a", 3'000));
  client.set_patience(milliseconds(50));
  const auto began = steady_clock::now();
  std::string reply;
  while (reply.empty() && steady_clock::now() - began < kPatience) {
    client.send("x");
    reply = client.reply();
  }
  EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 408 "), HasSubstr("Connection: close\r\n")));
  EXPECT_LT(steady_clock::now() - began, seconds(3));
}

class UnreadRepliesTest : public HttpServerFixture {
 protected:
  // Connects a client whose kernel takes few bytes that it does not read.
  void connect_narrow(RawClient& client) {
    client.socket().set_option(asio::socket_base::receive_buffer_size(128 * 1024));
    client.connect(server->port());
  }
  static constexpr std::string_view kLarge = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
};

TEST_F(UnreadRepliesTest, the_next_request_is_not_read_while_a_reply_waits_and_the_kernel_holds_little_of_it) {
  HttpListenerOptions options;
  options.limits.unsent_reply_bytes = 128 * kMegabyte;
  start(std::move(options));
  RawClient client;
  connect_narrow(client);
  for (int i = 0; i < 5; ++i) client.send(kLarge);
  EXPECT_TRUE(eventually([&] { return server->unsent_reply_bytes() > 0; }));
  EXPECT_GT(server->unsent_reply_bytes(), 7 * kMegabyte);
  EXPECT_EQ(handler.handled, 1);
  for (int i = 0; i < 5; ++i) EXPECT_GT(client.reply().size(), 8 * kMegabyte);
  EXPECT_TRUE(eventually([&] { return server->unsent_reply_bytes() == 0; }));
}

TEST_F(UnreadRepliesTest, a_client_that_lets_too_much_wait_is_cut_and_the_others_are_not) {
  HttpListenerOptions options;
  options.trusted_proxies = {"127.0.0.0/8"};
  options.limits.unsent_reply_bytes = 80 * kMegabyte;
  start(std::move(options));
  const auto large_of = [](std::string_view address) {
    return "GET /large HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + std::string(address) + "\r\n\r\n";
  };
  RawClient first;
  connect_narrow(first);
  first.send(large_of("203.0.113.7"));
  EXPECT_TRUE(eventually([&] { return server->unsent_reply_bytes() > 7 * kMegabyte; }));
  RawClient second;
  connect_narrow(second);
  second.send(large_of("203.0.113.7"));
  EXPECT_TRUE(eventually([&] { return handler.handled == 2 && server->connections() == 1; }));
  RawClient other;
  connect_narrow(other);
  other.send(large_of("203.0.113.8"));
  EXPECT_TRUE(eventually([&] { return server->unsent_reply_bytes() > 15 * kMegabyte; }));
  EXPECT_GT(first.reply().size(), 8 * kMegabyte);
  EXPECT_GT(other.reply().size(), 8 * kMegabyte);
}

}  // namespace
}  // namespace parley::testing
