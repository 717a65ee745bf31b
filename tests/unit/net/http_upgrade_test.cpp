#include <gmock/gmock.h>

#include "http_listener_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class HttpUpgradeTest : public HttpServerFixture {
 protected:
  HttpUpgradeTest() { start(); }
};

// Returns the example of RFC 6455 §1.3 with this path and version.
std::string handshake(std::string_view path, std::string_view version = "13") {
  return "GET " + std::string(path) +
         " HTTP/1.1\r\nHost: parley.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Request-Id: up-1\r\nSec-WebSocket-Version: " +
         std::string(version) + "\r\n\r\n";
}

TEST_F(HttpUpgradeTest, the_socket_is_handed_over_with_the_bytes_behind_the_handshake) {
  auto client = connect();
  client.send(handshake("/ws") + "frames");
  EXPECT_THAT(
      client.reply(),
      AllOf(StartsWith("HTTP/1.1 101 Switching Protocols\r\n"), HasSubstr("Connection: Upgrade\r\n"),
            HasSubstr("Upgrade: websocket\r\n"), HasSubstr("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
            HasSubstr("Sec-WebSocket-Protocol: parley.v1\r\n"), HasSubstr("X-Request-Id: up-1\r\n")));
  EXPECT_EQ(upgrades.started.get_future().get(), "frames");
  EXPECT_EQ(client.all(), "hello frames");
  EXPECT_TRUE(eventually([&] { return server->connections() == 0; }));
}

TEST_F(HttpUpgradeTest, a_handshake_behind_other_requests_works_as_well) {
  auto client = connect();
  client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n" + handshake("/ws"));
  EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 101 "));
  EXPECT_EQ(client.all(), "hello ");
}

TEST_F(HttpUpgradeTest, a_refused_upgrade_is_a_problem_reply_and_closes) {
  auto client = connect();
  client.send(handshake("/ws-refused") + "GET /after HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.reply(),
              AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("Content-Type: application/problem+json\r\n"),
                    HasSubstr("WWW-Authenticate: Bearer\r\n"), HasSubstr("\"code\":\"unauthenticated\"")));
  EXPECT_EQ(client.all(), "");
  EXPECT_EQ(handler.handled, 0);
}

TEST_F(HttpUpgradeTest, elsewhere_an_upgrade_is_a_plain_request) {
  EXPECT_THAT(ask(handshake("/a")), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("/a?")));
}

TEST_F(HttpUpgradeTest, another_version_gets_the_right_one_in_the_reply) {
  EXPECT_THAT(ask(handshake("/ws", "8")), AllOf(StartsWith("HTTP/1.1 426 "), HasSubstr("Sec-WebSocket-Version: 13\r\n"),
                                                HasSubstr("Upgrade: websocket\r\n")));
}

TEST_F(HttpUpgradeTest, a_plain_request_to_a_websockets_path_reaches_the_handler) {
  EXPECT_THAT(ask("GET /ws HTTP/1.1\r\nHost: a\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("Upgrade"))));
}

}  // namespace
}  // namespace parley::testing
