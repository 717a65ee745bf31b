// Slow clients, with limits of one second, and the shutdown of the server.
#include <gmock/gmock.h>

#include "http_listener_fixture.hpp"

namespace parley::testing {
namespace {

using std::chrono::steady_clock;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class HttpDeadlineTest : public HttpServerFixture {
 protected:
  void start_impatient() {
    HttpListenerOptions options;
    options.limits.header_timeout = options.limits.body_timeout = seconds(1);
    options.limits.keep_alive_timeout = options.limits.write_timeout = seconds(1);
    start(std::move(options));
  }

  static constexpr std::string_view kRequest = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
};

TEST_F(HttpDeadlineTest, a_client_that_says_nothing_is_cut_without_a_word) {
  start_impatient();
  EXPECT_EQ(connect().all(), "");
}

TEST_F(HttpDeadlineTest, an_idle_connection_is_closed) {
  start_impatient();
  auto client = connect();
  client.send(kRequest);
  EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(client.all(), "");
}

// The whole header has one deadline, even if it arrives byte by byte.
TEST_F(HttpDeadlineTest, a_slow_header_is_cut) {
  start_impatient();
  auto client = connect();
  client.set_patience(milliseconds(50));
  client.send("GET /a HTTP/1.1\r\nX: ");
  const auto began = steady_clock::now();
  std::string reply;
  while (reply.empty() && steady_clock::now() - began < kPatience) {
    client.send("x");
    reply = client.reply();
  }
  EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 408 "), HasSubstr("Connection: close\r\n")));
  EXPECT_LT(steady_clock::now() - began, seconds(3));
}

// The body's deadline comes before the one that the timer was set for when the client connected.
TEST_F(HttpDeadlineTest, a_slow_body_is_cut) {
  HttpListenerOptions options;
  options.limits.header_timeout = options.limits.keep_alive_timeout = kPatience * 6;
  options.limits.body_timeout = seconds(1);
  start(std::move(options));
  auto client = connect();
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 408 "), HasSubstr("\"code\":\"request_timeout\"")));
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_EQ(handler.handled, 0);
  EXPECT_EQ(metrics.http_requests.value(408), 1u);
}

TEST_F(HttpDeadlineTest, a_client_that_does_not_read_is_cut) {
  start_impatient();
  auto client = connect();
  client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return handler.handled == 1; }));
  EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
}

TEST_F(HttpDeadlineTest, a_handler_has_all_the_time_it_needs) {
  start_impatient();
  auto slow = connect();
  slow.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(connect().all(), "");  // closes after a second
  handler.released = true;
  EXPECT_THAT(slow.reply(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpDeadlineTest, draining_closes_idle_connections_at_once) {
  start();
  auto silent = connect();
  auto idle = connect();
  idle.send(kRequest);
  idle.reply();
  const auto began = steady_clock::now();
  drain(kPatience).get();
  EXPECT_LT(steady_clock::now() - began, kPatience / 2);
  EXPECT_EQ(idle.all(), "");
  EXPECT_EQ(silent.all(), "");
  EXPECT_EQ(server->connections(), 0u);
}

TEST_F(HttpDeadlineTest, draining_lets_a_request_under_way_finish) {
  start();
  auto client = connect();
  client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\nGET /after HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return handler.held == 1; }));
  auto drained = drain(kPatience);
  auto late = asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), server->port());
  EXPECT_TRUE(eventually([&] {  // the listener closes before the connections
    boost::system::error_code error;
    asio::ip::tcp::socket(client.context()).connect(late, error);
    return error == asio::error::connection_refused;
  }));
  handler.released = true;
  EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Connection: close\r\n")));
  EXPECT_EQ(client.all(), "");
  client.socket().close();
  drained.get();
  EXPECT_EQ(handler.handled, 1);
}

TEST_F(HttpDeadlineTest, draining_cuts_at_the_deadline_what_does_not_finish) {
  start();
  auto client = connect();
  client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
  auto halfway = connect();
  halfway.send("GET /ha");
  EXPECT_TRUE(eventually([&] { return handler.held == 1 && server->connections() == 2; }));
  drain(milliseconds(50)).get();
  EXPECT_EQ(client.all(), "");
  EXPECT_EQ(halfway.all(), "");
  EXPECT_EQ(server->connections(), 0u);
}

}  // namespace
}  // namespace parley::testing
