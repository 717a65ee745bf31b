// Requests that two servers may read differently, each followed by a second request. If the first server reads the
// second request as content, Parley must not execute it: each of these is refused once, the connection closes, and no
// handler runs. The techniques are those of "HTTP Desync Attacks" (Kettle, 2019 and later) and RFC 9112 §11.2.
#include <gmock/gmock.h>

#include "http_listener_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::string_view kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kChunked = "Transfer-Encoding: chunked\r\n";
const std::string kNul(1, '\0');
constexpr std::string_view kLastChunk = "0\r\n\r\n";

std::string post(std::string_view lines, std::string_view body = "", std::string_view first = "POST /a HTTP/1.1") {
  return std::string(first) + "\r\nHost: a\r\n" + std::string(lines) + "\r\n" + std::string(body);
}

std::string get(std::string_view lines) { return post(lines, "", "GET /a HTTP/1.1"); }

std::string repeat(std::string_view text, std::size_t count) {
  std::string whole;
  for (std::size_t i = 0; i < count; ++i) whole.append(text);
  return whole;
}

const std::vector<std::string> kCorpus = {
    // Content-Length together with Transfer-Encoding
    post("Content-Length: 4\r\n" + kChunked, kLastChunk),
    post(kChunked + "Content-Length: 4\r\n", kLastChunk),
    post("Content-Length: 0\r\n" + kChunked, kLastChunk),
    post("Content-Length: 4\r\nTransfer-Encoding: identity\r\n", "abcd"),
    post("Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n", "abcd"),
    post("content-length: 4\r\ntransfer-encoding: chunked\r\n", kLastChunk),
    // disguised Transfer-Encoding
    post(kChunked, kLastChunk),
    post(kChunked + kChunked, kLastChunk),
    post(kChunked + "Transfer-Encoding: identity\r\n", kLastChunk),
    post("Transfer-Encoding: identity, chunked\r\n", kLastChunk),
    post("Transfer-Encoding: chunked, identity\r\n", kLastChunk),
    post("Transfer-Encoding: \"chunked\"\r\n", kLastChunk),
    post("Transfer-Encoding:chunked\r\n", kLastChunk),
    post("Transfer-Encoding:\tchunked\r\n", kLastChunk),
    post("Transfer-Encoding: chunked \r\n", kLastChunk),
    post("Transfer-Encoding : chunked\r\n", kLastChunk),
    post("Transfer-Encoding\t: chunked\r\n", kLastChunk),
    post(" Transfer-Encoding: chunked\r\n", kLastChunk),
    post("X: y\r\n Transfer-Encoding: chunked\r\n", kLastChunk),
    post("X: y\r\n\tTransfer-Encoding: chunked\r\n", kLastChunk),
    post("X: y\rTransfer-Encoding: chunked\r\n", kLastChunk),
    post("X: y\nTransfer-Encoding: chunked\r\n", kLastChunk),
    post("Transfer-Encoding:\n chunked\r\n", kLastChunk),
    post("Transfer-Encoding:\r\n chunked\r\n", kLastChunk),
    post("Transfer-Encoding: \vchunked\r\n", kLastChunk),
    post("Transfer-Encoding: chun\bked\r\n", kLastChunk),
    post("Transfer-Encoding: chunked" + kNul + "\r\n", kLastChunk),
    post("Transfer-Encoding: \xe2\x80\x8b"
         "chunked\r\n",
         kLastChunk),
    post(kChunked, kLastChunk, "POST /a HTTP/1.0"),
    get(kChunked),
    // chunks that servers read differently
    post(kChunked, "5;" + std::string(200'000, 'e') + "\r\nabcde\r\n0\r\n\r\n"),
    post(kChunked, "5 \r\nabcde\r\n0\r\n\r\n"),
    post(kChunked, "0x5\r\nabcde\r\n0\r\n\r\n"),
    post(kChunked, "5\nabcde\n0\n\n"),
    post(kChunked, "ffffffffffffffff1\r\n"),
    post(kChunked, "0\r\nContent-Length: 40\r\nAuthorization: Bearer x\r\n\r\n"),
    // disguised Content-Length
    post("Content-Length: 4\r\nContent-Length: 5\r\n", "abcd"),
    post("Content-Length: 4\r\nContent-Length: 4\r\n", "abcd"),
    post("Content-Length: 4, 4\r\n", "abcd"),
    post("Content-Length: 4,5\r\n", "abcd"),
    post("Content-Length: +4\r\n", "abcd"),
    post("Content-Length: -1\r\n", "abcd"),
    post("Content-Length: 0x4\r\n", "abcd"),
    post("Content-Length: 4.\r\n", "abcd"),
    post("Content-Length: 4 4\r\n", "abcd"),
    post("Content-Length: \"4\"\r\n", "abcd"),
    post("Content-Length:\r\n", "abcd"),
    post("Content-Length : 4\r\n", "abcd"),
    post("Content-Length\v: 4\r\n", "abcd"),
    post("Content-Length: 4\r\n \r\n", "abcd"),
    post("Content-Length: 99999999999999999999999\r\n", "abcd"),
    post("Content-Length: \xd9\xa4\r\n", "abcd"),
    // the host
    get("Host: b\r\n"),
    "GET /a HTTP/1.1\r\n\r\n",
    "GET /a HTTP/1.1\r\nHost: a b\r\n\r\n",
    "GET /a HTTP/1.1\r\nHost: a, b\r\n\r\n",
    "GET /a HTTP/1.1\r\nHost : a\r\n\r\n",
    "GET http://b/a HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET //b\\a HTTP/1.1\r\nHost: a\r\n\r\n",
    "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    // the request line
    "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /a HTTP/1.1\nHost: a\n\n",
    "GET /a HTTP/1.1\r\rHost: a\r\n\r\n",
    "GET /a\r\nHost: a\r\n\r\n",
    "GET /a HTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /a\tHTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /a HTTP/3.0\r\nHost: a\r\n\r\n",
    "GET /a HTTP/1.1x\r\nHost: a\r\n\r\n",
    "GET /a%0d%0aHost:%20b HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /a/..;/b/%2e%2e/c HTTP/1.1\r\nHost: a\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    // sizes above the limits
    get(repeat("X: y\r\n", 1'000)),
    get(repeat("X:\r\n", 5'000)),
    get("X: " + std::string(1'000'000, 'y') + "\r\n"),
    post("", "", "GET /" + std::string(1'000'000, 'a') + " HTTP/1.1"),
    post("Content-Length: 10000000\r\n", "abcd"),
    post("Expect: 200-ok\r\nContent-Length: 4\r\n", "abcd"),
};

class HttpSmugglingTest : public HttpServerFixture {};

TEST_F(HttpSmugglingTest, what_two_servers_may_read_differently_is_refused_and_nothing_behind_it_is_executed) {
  start();
  ASSERT_GE(kCorpus.size(), 40u);
  for (const auto& request : kCorpus) {
    auto client = connect();
    client.send(request + std::string(kSmuggled));
    client.finish_sending();
    const auto replies = client.all();
    const auto shown = request.substr(0, 200);
    ASSERT_TRUE(replies) << "still open: " << shown;
    EXPECT_THAT(*replies, AllOf(::testing::StartsWith("HTTP/1.1 4"), HasSubstr("\r\nConnection: close\r\n"),
                                HasSubstr("\r\nContent-Type: application/problem+json\r\n")))
        << shown;
    EXPECT_EQ(replies->find("HTTP/1.1", 1), std::string::npos) << "two replies: " << shown;
  }
  EXPECT_EQ(handler.handled, 0);
}

// The answer is the same if the bytes come in two parts, with the cut anywhere near the middle.
TEST_F(HttpSmugglingTest, a_refusal_does_not_depend_on_how_the_bytes_come) {
  start();
  for (const auto& request : kCorpus) {
    auto client = connect();
    client.socket().set_option(asio::ip::tcp::no_delay(true));
    const auto whole = request + std::string(kSmuggled);
    client.send(whole.substr(0, request.size() / 2));
    client.send(whole.substr(request.size() / 2));
    client.finish_sending();
    EXPECT_THAT(client.all().value_or("open"), ::testing::StartsWith("HTTP/1.1 4")) << request.substr(0, 200);
  }
  EXPECT_EQ(handler.handled, 0);
}

}  // namespace
}  // namespace parley::testing
