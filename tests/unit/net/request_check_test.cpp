#include <parley/net/request_check.hpp>

#include <ostream>
#include <span>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <parley/protocol/errors.hpp>

#include "request_judge.hpp"

namespace parley::testing {
namespace {

using enum ErrorCode;

// `section` is a section of RFC 9112, unless it names another document.
struct Case {
  std::string_view section;
  std::string bytes;
  std::optional<ErrorCode> refused;  // empty if the request is accepted
};

std::ostream& operator<<(std::ostream& out, const Case& given) { return out << given.section << ": " << given.bytes; }

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: parley.example\r\n\r\n";
}

// Returns a request with `lines` after the Host line.
std::string with(std::string_view lines) {
  return "POST /api/login HTTP/1.1\r\nHost: parley.example\r\n" + std::string(lines) + "\r\n\r\n";
}

std::string with_host(std::string_view host) { return "GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"; }

std::string repeated(std::size_t count, std::string_view line) {
  std::string lines;
  for (std::size_t i = 0; i < count; ++i) lines.append(line);
  return lines.substr(0, lines.size() - 2);
}

constexpr std::string_view kKey = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

std::string handshake(std::string_view lines, std::string_view first = "GET /api/ws HTTP/1.1") {
  return std::string(first) + "\r\nHost: parley.example\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n" +
         std::string(lines) + "\r\n";
}

const std::string kNul(1, '\0');

const Case kRequestLines[] = {
    {"3", "GET / HTTP/1.1\r\nHost: parley.example\r\n\r\n", std::nullopt},
    {"2.2 one empty line in front may be ignored, or not", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
    {"2.2 bare LF", "GET / HTTP/1.1\nHost: a\n\n", malformed},
    {"2.2 bare LF after a proper line", "GET / HTTP/1.1\r\nHost: a\n\r\n", malformed},
    {"2.2 bare CR", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", malformed},
    {"2.2 CR CR LF", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", malformed},
    {"2.2 white space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", malformed},
    {"2.2 a TLS hello is no request", "\x16\x03\x01\x02" + kNul + "\x01", malformed},
    {"3 two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
    {"3 a tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
    {"3 a space in front", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
    {"3 a space behind", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", malformed},
    {"3 no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
    {"3 no version (HTTP/0.9)", "GET /\r\nHost: a\r\n\r\n", malformed},
    {"3 a second word in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
    {"2.3 HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", std::nullopt},
    {"2.3 HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", malformed},
    {"2.3 HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", malformed},
    {"2.3 HTTP/0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", malformed},
    {"2.3 lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", malformed},
    {"2.3 two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", malformed},
    {"3.1 methods are case-sensitive", "get / HTTP/1.1\r\nHost: a\r\n\r\n", not_implemented},
    {"3.1 unknown method", "FROB / HTTP/1.1\r\nHost: a\r\n\r\n", not_implemented},
    {"3.1 method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
    {"3.1 a NUL in the method", "G" + kNul + "T / HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
};

const Case kTargets[] = {
    {"3.2.1", get("/api/conversations?limit=5&after=x%20y"), std::nullopt},
    {"3.2.1 what browsers leave as it is in a query", get("/api/users?q[]={a|b}"), std::nullopt},
    {"3.2.1 an emoji, encoded", get("/reactions/%F0%9F%91%8D"), std::nullopt},
    {"3.2.2 absolute-form", get("http://parley.example/"), malformed},
    {"3.2.2 absolute-form, another host", get("http://evil.example/api/me"), malformed},
    {"3.2.3 authority-form", "CONNECT parley.example:80 HTTP/1.1\r\nHost: parley.example\r\n\r\n", malformed},
    {"3.2.4 asterisk-form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", malformed},
    {"3.2.1 relative", get("api/me"), malformed},
    {"3.2 fragment", get("/a#b"), malformed},
    {"3.2 fragment in the query", get("/a?b#c"), malformed},
    {"3.2 8-bit", get("/caf\xc3\xa9"), malformed},
    {"3.2 8-bit in the query", get("/?q=caf\xc3\xa9"), malformed},
    {"3.2 control character", get("/a\x01"), malformed},
    {"3.2 delete", get("/a\x7f"), malformed},
    {"3.2 quote", get("/a\"b"), malformed},
    {"3.2 backslash", get("/a\\b"), malformed},
    {"3.2 angle bracket in the query", get("/?a=<b>"), malformed},
    {"RFC 3986 2.1 half an encoding", get("/a%2"), malformed},
    {"RFC 3986 2.1 a lone percent", get("/a%"), malformed},
    {"RFC 3986 2.1 no hexadecimal digits", get("/a%zz"), malformed},
    {"RFC 3986 2.1 broken in the query", get("/?a=%g0"), malformed},
    {"RFC 3986 2.1 an encoded NUL in the path", get("/a%00.html"), malformed},
    {"RFC 3986 2.1 an encoded line end in the path", get("/a%0d%0aX:y"), malformed},
    {"RFC 3986 2.1 an encoded line end in a query is text", get("/?q=a%0Ab"), std::nullopt},
    {"RFC 3986 5.2.4 dot segment", get("/a/../b"), malformed},
    {"RFC 3986 5.2.4 single dot", get("/a/./b"), malformed},
    {"RFC 3986 5.2.4 at the end", get("/a/.."), malformed},
    {"RFC 3986 5.2.4 encoded", get("/a/%2e%2E/b"), malformed},
    {"RFC 3986 5.2.4 half encoded", get("/a/.%2e/b"), malformed},
    {"RFC 3986 5.2.4 behind an encoded slash", get("/a/..%2fb"), malformed},
    {"RFC 3986 5.2.4 behind an encoded backslash", get("/a/..%5cb"), malformed},
    {"RFC 3986 5.2.4 three dots are a name", get("/a/.../b"), std::nullopt},
    {"RFC 3986 5.2.4 dots in a query are text", get("/a?b=../c"), std::nullopt},
};

const Case kFields[] = {
    {"3.2 no Host", "GET / HTTP/1.1\r\n\r\n", malformed},
    {"3.2 no Host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", std::nullopt},
    {"3.2 two Hosts", with("Host: evil.example"), malformed},
    {"3.2 the same Host twice", with("Host: parley.example"), malformed},
    {"3.2 two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", malformed},
    {"3.2 an empty Host", with_host(""), malformed},
    {"3.2 Host with a port", with_host("parley.example:8443"), std::nullopt},
    {"3.2 Host with an IPv6 address", with_host("[::1]:8080"), std::nullopt},
    {"3.2 Host with an IPv4 address", with_host("127.0.0.1:8080"), std::nullopt},
    {"3.2 two hosts in one", with_host("a, b"), malformed},
    {"3.2 user information", with_host("user@parley.example"), malformed},
    {"3.2 a path", with_host("parley.example/evil"), malformed},
    {"3.2 a port that is none", with_host("parley.example:http"), malformed},
    {"3.2 a port too large", with_host("parley.example:65536"), malformed},
    {"3.2 an empty port", with_host("parley.example:"), malformed},
    {"3.2 an open bracket", with_host("[::1"), malformed},
    {"3.2 text behind the bracket", with_host("[::1]evil"), malformed},
    {"3.2 8-bit", with_host("caf\xc3\xa9"), malformed},
    {"5.1 white space before the colon", with("X-A : b"), malformed},
    {"5.1 no colon", with("X-A"), malformed},
    {"5.1 an empty name", with(": b"), malformed},
    {"5.1 a name that is no token", with("X(A): b"), malformed},
    {"5.1 8-bit in a name", with("X-\xc3\xa4: b"), malformed},
    {"5.2 obs-fold with a space", with("X-A: b\r\n c"), malformed},
    {"5.2 obs-fold with a tab", with("X-A: b\r\n\tc"), malformed},
    {"5.2 obs-fold that hides a field", with("X-A: b\r\n Transfer-Encoding: chunked"), malformed},
    {"RFC 9110 5.5 NUL in a value", with("X-A: b" + kNul + "c"), malformed},
    {"RFC 9110 5.5 vertical tab in a value", with("X-A: b\vc"), malformed},
    {"RFC 9110 5.5 delete in a value", with("X-A: b\x7f"), malformed},
    {"RFC 9110 5.5 a tab within a value", with("X-A: b\tc"), std::nullopt},
    {"RFC 9110 5.5 an empty value", with("X-A:"), std::nullopt},
    {"RFC 9110 5.5 8-bit in a value", with("X-A: caf\xc3\xa9"), std::nullopt},
    {"RFC 9110 5.3 two Authorizations", with("Authorization: Bearer a\r\nAuthorization: Bearer b"), malformed},
    {"RFC 9110 5.3 two Origins", with("Origin: https://a\r\nOrigin: https://b"), malformed},
    {"RFC 9110 5.3 two lines of a list", with("Accept: a/b\r\nAccept: c/d"), std::nullopt},
    {"RFC 6585 5 as many fields as are allowed", with(repeated(99, "A: b\r\n")), std::nullopt},
    {"RFC 6585 5 one field too many", with(repeated(100, "A: b\r\n")), header_too_large},
    {"RFC 6585 5 thousands of tiny fields", with(repeated(3'000, "A:\r\n")), header_too_large},
    {"RFC 6585 5 a large field", with("Cookie: " + std::string(17'000, 'c')), header_too_large},
    {"3 a long target", get("/" + std::string(4'096, 'a')), uri_too_long},
    {"3 the longest target", get("/" + std::string(4'095, 'a')), std::nullopt},
    {"3 an endless target", "GET /" + std::string(100'000, 'a'), uri_too_long},
};

const Case kLengths[] = {
    {"6.2", with("Content-Length: 5"), std::nullopt},
    {"6.2 none", with("Content-Length: 0"), std::nullopt},
    {"6.2 with GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n", std::nullopt},
    {"6.2 with DELETE", "DELETE / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n", std::nullopt},
    {"6.3 twice, different", with("Content-Length: 5\r\nContent-Length: 6"), malformed},
    {"6.3 twice, the same", with("Content-Length: 5\r\nContent-Length: 5"), malformed},
    {"6.3 a list", with("Content-Length: 5, 5"), malformed},
    {"6.2 a sign", with("Content-Length: +5"), malformed},
    {"6.2 negative", with("Content-Length: -5"), malformed},
    {"6.2 hexadecimal", with("Content-Length: 0x5"), malformed},
    {"6.2 a fraction", with("Content-Length: 5.0"), malformed},
    {"6.2 empty", with("Content-Length:"), malformed},
    {"6.2 with a space inside", with("Content-Length: 5 5"), malformed},
    {"6.2 as large as is allowed", with("Content-Length: 262144"), std::nullopt},
    {"6.2 too large", with("Content-Length: 262145"), payload_too_large},
    {"6.2 as large as 64 bits hold", with("Content-Length: 18446744073709551615"), payload_too_large},
    {"6.2 larger", with("Content-Length: 18446744073709551616"), malformed},
    {"6.1 chunked", with("Transfer-Encoding: chunked"), length_required},
    {"6.1 identity", with("Transfer-Encoding: identity"), length_required},
    {"6.1 gzip, chunked", with("Transfer-Encoding: gzip, chunked"), length_required},
    {"6.1 unknown", with("Transfer-Encoding: xchunked"), length_required},
    {"6.1 empty", with("Transfer-Encoding:"), length_required},
    {"6.1 twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"), length_required},
    {"6.1 in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", length_required},
    {"6.1 white space before the colon", with("Transfer-Encoding : chunked"), malformed},
    {"6.1 behind a vertical tab", with("Transfer-Encoding: \vchunked"), malformed},
    {"6.3 with Content-Length", with("Content-Length: 5\r\nTransfer-Encoding: chunked"), length_required},
    {"6.3 with Content-Length behind", with("Transfer-Encoding: chunked\r\nContent-Length: 5"), length_required},
    {"RFC 9110 10.1.1", with("Expect: 100-continue\r\nContent-Length: 5"), std::nullopt},
    {"RFC 9110 10.1.1 in any case", with("Expect: 100-Continue\r\nContent-Length: 5"), std::nullopt},
    {"RFC 9110 10.1.1 another expectation", with("Expect: a-miracle"), expectation_failed},
    {"RFC 9110 10.1.1 in HTTP/1.0", "GET / HTTP/1.0\r\nExpect: a-miracle\r\n\r\n", std::nullopt},
};

// `section` is a section of RFC 6455.
const Case kHandshakes[] = {
    {"4.2.1", handshake(std::string(kKey) + "Sec-WebSocket-Version: 13\r\n"), std::nullopt},
    {"4.2.1 no key", handshake("Sec-WebSocket-Version: 13\r\n"), malformed},
    {"4.2.1 a short key", handshake("Sec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\nSec-WebSocket-Version: 13\r\n"), malformed},
    {"4.2.1 no base64", handshake("Sec-WebSocket-Key: ????????????????????????\r\nSec-WebSocket-Version: 13\r\n"),
     malformed},
    {"4.2.1 two keys", handshake(std::string(kKey) + std::string(kKey) + "Sec-WebSocket-Version: 13\r\n"), malformed},
    {"4.2.1 no version", handshake(kKey), malformed},
    {"4.2.1 no number", handshake(std::string(kKey) + "Sec-WebSocket-Version: x\r\n"), malformed},
    {"4.4 version 8", handshake(std::string(kKey) + "Sec-WebSocket-Version: 8\r\n"), upgrade_required},
    {"4.4 two versions", handshake(std::string(kKey) + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8\r\n"),
     malformed},
    {"4.2.1 POST", handshake(std::string(kKey) + "Sec-WebSocket-Version: 13\r\n", "POST /api/ws HTTP/1.1"), malformed},
    {"4.2.1 HTTP/1.0", handshake(std::string(kKey) + "Sec-WebSocket-Version: 13\r\n", "GET /api/ws HTTP/1.0"),
     malformed},
    {"4.2.1 with content", handshake(std::string(kKey) + "Sec-WebSocket-Version: 13\r\nContent-Length: 4\r\n"),
     malformed},
};

bool is_expected(const Case& given, const Result<JudgedRequest>& judged) {
  return judged ? !given.refused : given.refused == judged.error().code;
}

void expect_all(std::span<const Case> cases) {
  for (const Case& given : cases) {
    const auto judged = judge(given.bytes);
    EXPECT_TRUE(is_expected(given, judged))
        << given << "is " << (judged ? "accepted" : error_name(judged.error().code));
  }
}

TEST(RequestCheck, judges_request_lines) { expect_all(kRequestLines); }
TEST(RequestCheck, judges_targets) { expect_all(kTargets); }
TEST(RequestCheck, judges_fields) { expect_all(kFields); }
TEST(RequestCheck, judges_lengths) { expect_all(kLengths); }
TEST(RequestCheck, judges_handshakes) { expect_all(kHandshakes); }

// Beast refuses these requests itself. The check does not rely on that.
TEST(RequestCheck, refuses_on_its_own_what_the_parser_refuses) {
  const auto code = [](const RequestHead& head) {
    const auto checked = check_request(head, {});
    return checked ? std::nullopt : std::optional(checked.error().code);
  };
  const RequestHead proper{"GET", "/", 11, {{"Host", "a"}}};
  EXPECT_EQ(code(proper), std::nullopt);
  EXPECT_EQ(code({"GET", "/", 20, {{"Host", "a"}}}), malformed);
  EXPECT_EQ(code({"G T", "/", 11, {{"Host", "a"}}}), malformed);
  EXPECT_EQ(code({"", "/", 11, {{"Host", "a"}}}), malformed);
  EXPECT_EQ(code({"GET", "", 11, {{"Host", "a"}}}), malformed);
  EXPECT_EQ(code({"GET", "/", 11, {{"Host", "a"}, {"X A", "b"}}}), malformed);
  EXPECT_EQ(code({"GET", "/", 11, {{"Host", "a"}, {"X-A", "b\r\nc"}}}), malformed);
  EXPECT_EQ(code({"GET", "/", 11, {{"Host", "a"}, {"Content-Length", "99999999999999999999"}}}), payload_too_large);
  EXPECT_EQ(code({"GET", "/", 11, {{"Host", "a"}, {"Transfer-Encoding", "chunked"}}}), length_required);
}

struct Connections {
  std::string_view version;
  std::string_view lines;
  bool keep_alive;
};

TEST(RequestCheck, knows_whether_the_connection_goes_on) {
  constexpr Connections kCases[] = {
      {"1.1", "", true},
      {"1.1", "Connection: close\r\n", false},
      {"1.1", "Connection: CLOSE\r\n", false},
      {"1.1", "Connection: x, close ,y\r\n", false},
      {"1.1", "Connection: keep-alive\r\nConnection: close\r\n", false},
      {"1.1", "Connection: enclose\r\n", true},
      {"1.0", "", false},
      {"1.0", "Connection: keep-alive\r\n", true},
      {"1.0", "Connection: keep-alive, close\r\n", false},
  };
  for (const auto& [version, lines, keep_alive] : kCases) {
    const std::string bytes = "GET / HTTP/" + std::string(version) + "\r\nHost: a\r\n" + std::string(lines) + "\r\n";
    const auto judged = judge(bytes);
    ASSERT_TRUE(judged) << bytes;
    EXPECT_EQ(judged->checked.keep_alive, keep_alive) << bytes;
  }
}

TEST(RequestCheck, says_what_a_request_wants) {
  const auto posted =
      judge("POST /api/a%20b?c=d HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\nExpect: 100-continue\r\n\r\n");
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->checked, (CheckedRequest{HttpMethod::post, "/api/a%20b", "c=d", true, 7, false, true}));

  const std::string opening = handshake(std::string(kKey) + "Sec-WebSocket-Version: 13\r\n");
  EXPECT_TRUE(judge(opening)->checked.wants_websocket);
}

TEST(RequestCheck, takes_another_upgrade_for_a_plain_request) {
  const auto judged = judge("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
  ASSERT_TRUE(judged);
  EXPECT_FALSE(judged->checked.wants_websocket);
}

rc::Gen<std::string> text_of(std::string_view characters) {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string(characters)));
}

rc::Gen<std::string> word_of(std::string_view characters) { return rc::gen::nonEmpty(text_of(characters)); }

// A proxy in front of the server changes nothing: an accepted request, written in the canonical form and read again, is
// the same.
TEST(RequestCheck, an_accepted_request_is_canonical) {
  EXPECT_TRUE(rc::check([] {
    std::string bytes = *rc::gen::element<std::string>("GET", "POST", "DELETE") + " /" + *text_of("ab/.%20?=&~") +
                        " HTTP/1." + *rc::gen::element<std::string>("0", "1") + "\r\n";
    bytes += "Host: " + *word_of("ab.-") + "\r\n";
    for (const auto& name : *rc::gen::container<std::vector<std::string>>(word_of("abC-"))) {
      bytes += name + ":" + *text_of(" \t") + *text_of("ab ,;\t\"\xc3\xa9") + *text_of(" \t") + "\r\n";
    }
    bytes += *rc::gen::element<std::string>("", "Content-Length: 3\r\n", "Connection: close\r\n") + "\r\n";

    const auto first = judge(bytes);
    RC_PRE(first.has_value());
    const std::string written = write_head(first->head);
    const auto second = judge(written);
    RC_ASSERT(second.has_value());
    RC_ASSERT(second->checked == first->checked);
    RC_ASSERT(second->head.fields == first->head.fields);
    RC_ASSERT(write_head(second->head) == written);
  }));
}

// The scanner finds the end of the header for any cut of the bytes, and does not look at what follows.
TEST(HeaderScanner, finds_the_same_end_for_any_split) {
  EXPECT_TRUE(rc::check([] {
    const std::string header = "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + *text_of("ab ") + "\r\n\r\n";
    const std::string bytes = header + *rc::gen::arbitrary<std::string>();
    const Limits limits;
    HeaderScanner scanner(limits);
    for (std::size_t size = 0;;) {
      size = std::min(size + *rc::gen::inRange<std::size_t>(1, 20), bytes.size());
      const auto end = scanner.scan(std::string_view(bytes).substr(0, size));
      RC_ASSERT(end.has_value());
      RC_ASSERT(end->has_value() == (size >= header.size()));
      if (!*end) continue;
      RC_ASSERT(**end == header.size());
      return;
    }
  }));
}

std::optional<ErrorCode> scanned(std::string_view bytes, const Limits& limits = {}) {
  HeaderScanner scanner(limits);
  const auto end = scanner.scan(bytes);
  return end ? std::nullopt : std::optional(end.error().code);
}

// Later steps would refuse these too, but only after the whole header has come.
TEST(HeaderScanner, refuses_on_its_own_what_the_check_refuses) {
  for (const char control : {'\0', '\x01', '\b', '\v', '\x1b', '\x7f'}) {
    EXPECT_EQ(scanned("GET /" + std::string(1, control)), malformed) << static_cast<int>(control);
  }
  EXPECT_EQ(scanned("GET / HTTP/1.1\r\nA: b\r\n c"), malformed);
  Limits limits;
  limits.header_count = 2;
  EXPECT_EQ(scanned("GET / HTTP/1.1\r\nA: b\r\nA: b\r\n\r\n", limits), std::nullopt);
  EXPECT_EQ(scanned("GET / HTTP/1.1\r\nA: b\r\nA: b\r\nA: b\r\n", limits), header_too_large);
  limits.header_bytes = 20;
  EXPECT_EQ(scanned("GET / HTTP/1.1\r\nABCD", limits), std::nullopt);
  EXPECT_EQ(scanned("GET / HTTP/1.1\r\nABCDE", limits), header_too_large);
}

TEST(HeaderScanner, refuses_at_the_first_byte_that_is_wrong) {
  const Limits limits;
  HeaderScanner scanner(limits);
  EXPECT_TRUE(scanner.scan("GET / HTTP/1.1\r"));
  const auto scanned = scanner.scan("GET / HTTP/1.1\rX");
  ASSERT_FALSE(scanned);
  EXPECT_EQ(scanned.error().code, malformed);
}

}  // namespace
}  // namespace parley::testing
