// What scripts of other sites may do: CORS (Fetch Standard §3.2) and the Origin of a WebSocket (RFC 6455 §10.2).
#include <gmock/gmock.h>

#include "http_listener_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kHandshake =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

class HttpOriginTest : public HttpServerFixture {
 protected:
  HttpOriginTest() {
    HttpListenerOptions options;
    options.origins = {.allowed = {"https://app.example"}, .own = "", .hosts = {"parley.example", "chat.example.org"}};
    start(std::move(options));
  }

  std::string ask_from(std::string_view origin, std::string_view line, std::string_view fields = "") {
    return ask(std::string(line) + " HTTP/1.1\r\nHost: parley.example:8443\r\nOrigin: " + std::string(origin) + "\r\n" +
               std::string(fields) + "\r\n");
  }
};

TEST_F(HttpOriginTest, a_listed_page_may_read_and_send_credentials) {
  EXPECT_THAT(ask_from("https://app.example", "POST /a"),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Access-Control-Allow-Origin: https://app.example\r\n"),
                    HasSubstr("Access-Control-Allow-Credentials: true\r\n"), HasSubstr("Vary: Origin\r\n")));
}

TEST_F(HttpOriginTest, a_listed_page_may_read_errors) {
  EXPECT_THAT(ask_from("https://app.example", "GET /a#"),
              AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("Access-Control-Allow-Origin: https://app.example\r\n")));
}

TEST_F(HttpOriginTest, a_preflight_of_a_listed_page_is_answered_here) {
  const auto reply =
      ask_from("https://app.example", "OPTIONS /a",
               "Access-Control-Request-Method: DELETE\r\nAccess-Control-Request-Headers: authorization\r\n");
  EXPECT_THAT(
      reply,
      AllOf(StartsWith("HTTP/1.1 204 "),
            HasSubstr("Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE\r\n"),
            HasSubstr("Access-Control-Allow-Headers: Authorization"), HasSubstr("Access-Control-Max-Age: "),
            HasSubstr("Access-Control-Allow-Origin: https://app.example\r\n"), Not(HasSubstr("Content-Length"))));
  EXPECT_EQ(handler.handled, 0);
}

TEST_F(HttpOriginTest, a_preflight_of_another_page_is_refused) {
  EXPECT_THAT(ask_from("https://evil.example", "OPTIONS /a", "Access-Control-Request-Method: POST\r\n"),
              AllOf(StartsWith("HTTP/1.1 403 "), Not(HasSubstr("Access-Control-Allow"))));
}

TEST_F(HttpOriginTest, the_servers_own_page_needs_no_permission) {
  EXPECT_THAT(ask_from("https://parley.example:8443", "POST /a"),
              AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("Access-Control-Allow"))));
}

TEST_F(HttpOriginTest, another_page_changes_nothing_and_reads_nothing) {
  for (const auto* origin :
       {"https://evil.example", "https://app.example.evil.example", "http://app.example",
        "https://evil.example/https://app.example", "https://parley.example", "parley.example:8443"}) {
    EXPECT_THAT(ask_from(origin, "POST /a"), AllOf(StartsWith("HTTP/1.1 403 "), Not(HasSubstr("Access-Control-Allow"))))
        << origin;
    EXPECT_THAT(ask_from(origin, "GET /a"), AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("Access-Control-Allow"))))
        << origin;
  }
}

TEST_F(HttpOriginTest, an_origin_that_names_no_site_is_refused) {
  for (const auto* line : {"GET /a", "POST /a", "GET /ws"}) {
    EXPECT_THAT(ask_from("null", line), StartsWith("HTTP/1.1 403 ")) << line;
    EXPECT_THAT(ask_from("", line), StartsWith("HTTP/1.1 403 ")) << line;
  }
}

TEST_F(HttpOriginTest, the_default_port_may_stand_in_the_host_or_in_the_origin) {
  const auto ask_of = [&](std::string_view origin, std::string_view host) {
    return ask("GET /ws HTTP/1.1\r\nHost: " + std::string(host) + "\r\nOrigin: " + std::string(origin) + "\r\n" +
               std::string(kHandshake) + "\r\n");
  };
  for (const auto& [origin, host] :
       std::vector<std::pair<std::string, std::string>>{{"https://chat.example.org", "chat.example.org:443"},
                                                        {"http://chat.example.org", "chat.example.org:80"},
                                                        {"https://chat.example.org:443", "chat.example.org"},
                                                        {"https://[2001:db8::1]", "[2001:db8::1]:443"}}) {
    EXPECT_THAT(ask_of(origin, host), StartsWith("HTTP/1.1 101 ")) << origin << " " << host;
  }
  for (const auto& [origin, host] :
       std::vector<std::pair<std::string, std::string>>{{"https://chat.example.org", "chat.example.org:80"},
                                                        {"http://chat.example.org", "chat.example.org:443"},
                                                        {"https://chat.example.org", "chat.example.org:8443"},
                                                        {"https://chat.example.org:8443", "chat.example.org"},
                                                        {"https://:443", "chat.example.org:443"}}) {
    EXPECT_THAT(ask_of(origin, host), StartsWith("HTTP/1.1 403 ")) << origin << " " << host;
  }
}

TEST_F(HttpOriginTest, a_name_that_is_not_configured_could_be_anybodys_and_its_page_is_not_the_servers_own) {
  const auto upgrade = [&](const std::string& host) {
    return ask("GET /ws HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n" + std::string(kHandshake) +
               "\r\n");
  };
  for (const auto* good :
       {"127.0.0.1:8080", "[::1]:8080", "192.0.2.1", "localhost:8080", "LOCALHOST", "Parley.Example"}) {
    EXPECT_THAT(upgrade(good), StartsWith("HTTP/1.1 101 ")) << good;
  }
  for (const auto* bad : {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example",
                          "parley.example.evil.example"}) {
    EXPECT_THAT(upgrade(bad), StartsWith("HTTP/1.1 403 ")) << bad;
  }
  EXPECT_THAT(ask("POST /a HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n"),
              StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(ask("POST /a HTTP/1.1\r\nHost: evil.example\r\n\r\n"), StartsWith("HTTP/1.1 200 "))
      << "a program that is no browser may use any name";
}

class PublicUrlTest : public HttpServerFixture {
 protected:
  PublicUrlTest() {
    HttpListenerOptions options;
    options.origins = {.allowed = {"https://app.example"}, .own = "https://chat.example.org", .hosts = {"chat"}};
    start(std::move(options));
  }
  std::string ask_of(std::string_view origin, std::string_view host) {
    return ask("POST /a HTTP/1.1\r\nHost: " + std::string(host) + "\r\nOrigin: " + std::string(origin) + "\r\n\r\n");
  }
};

TEST_F(PublicUrlTest, the_own_page_is_that_of_the_public_url_whatever_the_host_is) {
  for (const auto* host : {"chat.example.org", "chat.example.org:443", "10.0.0.1:8080", "node-1"}) {
    EXPECT_THAT(ask_of("https://chat.example.org", host),
                AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("Access-Control-Allow"))))
        << host;
    EXPECT_THAT(ask_of("https://chat.example.org:443", host), StartsWith("HTTP/1.1 200 ")) << host;
    EXPECT_THAT(ask_of("https://app.example", host), StartsWith("HTTP/1.1 200 ")) << host;
  }
}

TEST_F(PublicUrlTest, no_other_page_is_the_servers_own_even_if_host_and_origin_agree) {
  for (const auto* host : {"127.0.0.1", "localhost", "chat", "evil.example", "chat.example.org:8443"}) {
    EXPECT_THAT(ask_of("http://" + std::string(host), host), StartsWith("HTTP/1.1 403 ")) << host;
  }
  EXPECT_THAT(ask_of("http://chat.example.org", "chat.example.org"), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(ask_of("", "chat.example.org"), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(ask_of("null", "chat.example.org"), StartsWith("HTTP/1.1 403 "));
}

TEST_F(HttpOriginTest, a_websocket_opens_for_own_and_listed_pages_only) {
  EXPECT_THAT(ask_from("https://evil.example", "GET /ws", kHandshake), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(ask_from("null", "GET /ws", kHandshake), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(ask_from("https://app.example", "GET /ws", kHandshake), StartsWith("HTTP/1.1 101 "));
}

TEST_F(HttpOriginTest, a_websocket_opens_for_the_servers_own_page) {
  EXPECT_THAT(ask_from("https://parley.example:8443", "GET /ws", kHandshake), StartsWith("HTTP/1.1 101 "));
}

}  // namespace
}  // namespace parley::testing
