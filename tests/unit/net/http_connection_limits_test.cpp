// How many connections one address may have, and which connection goes first when there are many.
#include <ifaddrs.h>
#include <list>
#include <net/if.h>

#include <gmock/gmock.h>

#include "http_listener_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kRequest = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

// Returns an IPv4 address of this machine that is no loopback address, or nothing.
std::optional<asio::ip::address_v4> own_address() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return std::nullopt;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> list(all, &::freeifaddrs);
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_LOOPBACK) != 0)
      continue;
    const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    return asio::ip::address_v4(ntohl(address->sin_addr.s_addr));
  }
  return std::nullopt;
}

class HttpConnectionLimitsTest : public HttpServerFixture {
 protected:
  static std::string handshake(std::string_view client) {
    return "GET /ws-kept HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nX-Forwarded-For: " +
           std::string(client) + "\r\n\r\n";
  }
};

TEST_F(HttpConnectionLimitsTest, an_address_has_so_many_connections_until_one_leaves) {
  const auto own = own_address();
  if (!own) GTEST_SKIP() << "this machine has no address but its loopback";
  HttpListenerOptions options;
  options.address = "0.0.0.0";
  options.limits.connections_per_address = 2;
  start(std::move(options));
  const asio::ip::tcp::endpoint from_outside(*own, server->port());
  auto first = std::make_optional<RawClient>();
  first->connect(from_outside);
  first->send(kRequest);
  EXPECT_THAT(first->reply(), StartsWith("HTTP/1.1 200 "));
  RawClient second;
  second.connect(from_outside);
  second.send(kRequest);
  EXPECT_THAT(second.reply(), StartsWith("HTTP/1.1 200 "));
  RawClient third;
  third.connect(from_outside);
  EXPECT_THAT(third.reply(), AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Retry-After: ")));
  EXPECT_EQ(metrics.http_requests.value(429), 1u);
  EXPECT_THAT(ask(kRequest), StartsWith("HTTP/1.1 200 ")) << "the machine itself is not counted";
  first.reset();
  EXPECT_TRUE(eventually([&] { return server->connections() == 1; }));
  RawClient fourth;
  fourth.connect(from_outside);
  fourth.send(kRequest);
  EXPECT_THAT(fourth.reply(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpConnectionLimitsTest, behind_a_proxy_websockets_count_for_the_client_that_it_names) {
  HttpListenerOptions options;
  options.trusted_proxies = {"127.0.0.0/8"};
  options.limits.connections_per_address = 1;
  start(std::move(options));
  auto first = connect();
  first.send(handshake("2001:db8:1:2::1"));
  EXPECT_THAT(first.reply(), StartsWith("HTTP/1.1 101 "));
  auto second = connect();
  second.send(handshake("[2001:db8:1:2::2]:4711"));
  EXPECT_THAT(second.reply(),
              AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("\"code\":\"rate_limited\""), HasSubstr("Retry-After: ")));
  auto other = connect();
  other.send(handshake("203.0.113.7"));
  EXPECT_THAT(other.reply(), StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(ask(kRequest), StartsWith("HTTP/1.1 200 "));
}

// The connections are on two loops in turn, and each loop closes its own oldest.
TEST_F(HttpConnectionLimitsTest, near_the_limit_the_connection_that_was_idle_longest_goes_first) {
  HttpListenerOptions options;
  options.limits.connections = 10;
  start(std::move(options));
  auto busy = connect();
  busy.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return handler.held == 1; }));
  std::list<RawClient> idle;
  for (int i = 0; i < 8; ++i) {
    idle.emplace_back(server->port());
    idle.back().send(kRequest);
    EXPECT_THAT(idle.back().reply(), StartsWith("HTTP/1.1 200 "));
  }
  // The idle connection is closed on its own loop, a moment after the new one has come.
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(eventually([&] { return ask(kRequest).starts_with("HTTP/1.1 200 "); })) << i;
  EXPECT_EQ(idle.front().all(), "");
  idle.back().send(kRequest);
  EXPECT_THAT(idle.back().reply(), StartsWith("HTTP/1.1 200 "));
  handler.released = true;
  EXPECT_THAT(busy.reply(), StartsWith("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace parley::testing
