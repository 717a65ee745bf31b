#include <parley/api/rest.hpp>

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/gunzip.hpp"
#include "unit/api/api_test.hpp"

namespace parley::testing {
namespace {

using nlohmann::json;

class RestTest : public ApiTest {
 protected:
  HttpResponse ask(HttpMethod method, const std::string& path, std::string body = {}, HttpHeaders headers = {}) {
    HttpRequest request;
    request.method = method;
    const std::size_t mark = std::min(path.find('?'), path.size());
    request.path = path.substr(0, mark);
    if (mark < path.size()) request.query = path.substr(mark + 1);
    request.body = std::move(body);
    request.headers = std::move(headers);
    if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", content_type_);
    HttpDecision decision = run(rest_.admit(head_of(request)));
    return decision ? run(decision->answer(std::move(request))) : std::move(decision.error());
  }
  // Returns the request as a handler sees it before the body has come.
  static HttpRequest head_of(HttpRequest request) {
    request.body.clear();
    return request;
  }
  HttpDecision decide(HttpMethod method, std::string path) {
    HttpRequest head;
    head.method = method;
    head.path = std::move(path);
    head.address = "203.0.113.7";
    if (!token_.empty()) head.headers.emplace_back("Authorization", "Bearer " + token_);
    return run(rest_.admit(head));
  }

  Result<std::optional<Authenticated>> identify(const HttpRequest& upgrade, std::string token) {
    return run(rest_.identify_upgrade(upgrade, std::move(token)));
  }

  static std::string text_of(const HttpResponse& response) { return json::parse(response.body).at("text"); }
  static std::string code_of(const HttpResponse& response) { return json::parse(response.body).at("code"); }
  static std::string header_of(const HttpResponse& response, std::string_view name) {
    const auto found = std::ranges::find(response.headers, name, &HttpHeaders::value_type::first);
    return found == response.headers.end() ? "" : found->second;
  }

  std::string token_ = "user";
  std::string content_type_ = "application/json; charset=utf-8";

  // No token comes back while a test runs.
  static const Limits& refilled_slowly(Limits& limits) {
    limits.requests_per_second = 0.001;
    return limits;
  }
  static std::optional<HttpResponse> page(const HttpRequest& request) {
    if (request.path != "/page") return std::nullopt;
    return HttpResponse{.content_type = "text/html", .body = "a page", .headers = {}};
  }

  KnownTokens tokens_;
  RequestRates rates_{refilled_slowly(limits_), metrics_};
  std::unique_ptr<SharedLimits> shared_ = create_local_limits();
  DailyStorage storage_{*shared_, limits_};
  Dispatcher dispatcher_{table_, rates_, storage_, metrics_};
  Rest rest_{dispatcher_, tokens_, limits_, page};
};

TEST_F(RestTest, parameters_come_from_the_path_the_query_and_the_body) {
  EXPECT_EQ(text_of(ask(HttpMethod::get, "/api/echo/a%20word?more=%2B1")), "a word+1");
  EXPECT_EQ(text_of(ask(HttpMethod::patch, "/api/echo/first", R"({"more":" second"})")), "first second");
}

TEST_F(RestTest, the_status_and_the_headers_come_from_the_operation) {
  const HttpResponse made = ask(HttpMethod::post, "/api/open", R"({"word":"hello"})");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(header_of(made, "X-Echo"), "yes");
  const HttpResponse gone = ask(HttpMethod::del, "/api/echo/word");
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(gone.body, "");
  EXPECT_EQ(gone.content_type, "");
}

TEST_F(RestTest, the_rate_is_in_headers) {
  EXPECT_NE(header_of(ask(HttpMethod::get, "/api/echo/word"), "RateLimit-Limit"), "");
}

TEST_F(RestTest, a_path_that_only_other_methods_know_is_405_and_says_which) {
  const HttpResponse refused = ask(HttpMethod::post, "/api/echo/word");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(header_of(refused, "Allow"), "GET, HEAD, PATCH, DELETE, OPTIONS");
  EXPECT_EQ(ask(HttpMethod::trace, "/api/echo/word").status, 405);
  EXPECT_EQ(ask(HttpMethod::query, "/api/echo/word").status, 405);
}

TEST_F(RestTest, options_says_which_methods_a_path_knows) {
  token_.clear();
  const HttpResponse options = ask(HttpMethod::options, "/api/open");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(header_of(options, "Allow"), "POST, OPTIONS");
  EXPECT_EQ(header_of(ask(HttpMethod::options, "/page"), "Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(ask(HttpMethod::options, "/api/nothing").status, 404);
}

TEST_F(RestTest, a_page_refuses_other_methods_as_an_operation_does) {
  const HttpResponse refused = ask(HttpMethod::put, "/page");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(header_of(refused, "Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(RestTest, what_was_created_before_is_200_and_stands_where_it_stood) {
  const HttpResponse created = ask(HttpMethod::post, "/api/create", R"({"word":"new"})");
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(header_of(created, "Location"), "/api/echo/new");
  const HttpResponse repeated = ask(HttpMethod::post, "/api/create", R"({"word":"old"})");
  EXPECT_EQ(repeated.status, 200);
  EXPECT_EQ(header_of(repeated, "Location"), "/api/echo/old");
}

TEST_F(RestTest, a_large_reply_is_compressed_for_a_client_that_accepts_it) {
  const std::string body = R"({"more":")" + std::string(5'000, 'a') + R"("})";
  const HttpResponse plain = ask(HttpMethod::patch, "/api/echo/word", body);
  EXPECT_EQ(header_of(plain, "Content-Encoding"), "");
  EXPECT_EQ(header_of(plain, "Vary"), "Accept-Encoding");
  const HttpResponse compressed =
      ask(HttpMethod::patch, "/api/echo/word", body, {{"Accept-Encoding", "br, gzip;q=0.8"}});
  EXPECT_EQ(header_of(compressed, "Content-Encoding"), "gzip");
  EXPECT_LT(compressed.body.size(), 200);
  EXPECT_EQ(gunzip(compressed.body), plain.body);
  const HttpHeaders refusing = {{"Accept-Encoding", "gzip;q=0"}};
  EXPECT_EQ(ask(HttpMethod::patch, "/api/echo/word", body, refusing).body, plain.body);
  const HttpHeaders accepting = {{"Accept-Encoding", "gzip"}};
  EXPECT_EQ(header_of(ask(HttpMethod::get, "/api/echo/word", "", accepting), "Content-Encoding"), "");
  // A reply with tokens in it keeps its length to itself.
  EXPECT_EQ(header_of(ask(HttpMethod::post, "/api/open", body, accepting), "Content-Encoding"), "");
}

TEST_F(RestTest, what_the_table_does_not_know_is_a_page_or_404) {
  EXPECT_EQ(ask(HttpMethod::get, "/page").body, "a page");
  EXPECT_EQ(ask(HttpMethod::get, "/api/nothing").status, 404);
  EXPECT_EQ(ask(HttpMethod::get, "/api/echo/").status, 404);  // an empty path parameter counts as missing
  EXPECT_EQ(ask(HttpMethod::get, "/api/echo/word/more").status, 404);
}

TEST_F(RestTest, a_bad_body_is_refused_by_its_kind) {
  EXPECT_EQ(code_of(ask(HttpMethod::post, "/api/open", "{")), "malformed");
  EXPECT_EQ(code_of(ask(HttpMethod::post, "/api/open", "[1]")), "malformed");
  content_type_ = "text/plain";
  EXPECT_EQ(ask(HttpMethod::post, "/api/open", "{}").status, 415);
}

TEST_F(RestTest, a_body_means_nothing_where_an_operation_takes_none) {
  for (const char* body : {"words", "{", R"({"more":"more","word":"another"})"}) {
    for (const char* type : {"text/plain", "application/json"}) {
      content_type_ = type;
      EXPECT_EQ(text_of(ask(HttpMethod::get, "/api/echo/word", body)), "word") << body;
      EXPECT_EQ(ask(HttpMethod::del, "/api/echo/word", body).status, 204) << body;
    }
  }
  const HttpDecision decision = decide(HttpMethod::get, "/api/echo/word");
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->body_bytes, kOpenBodyMost);
}

TEST_F(RestTest, a_parameter_that_is_given_twice_is_refused) {
  EXPECT_EQ(ask(HttpMethod::get, "/api/echo/one?word=two").status, 400);
  EXPECT_EQ(ask(HttpMethod::patch, "/api/echo/one", R"({"word":"two"})").status, 400);
}

TEST_F(RestTest, what_cannot_be_decoded_is_malformed) {
  EXPECT_EQ(code_of(ask(HttpMethod::get, "/api/echo/%ff")), "malformed");
  EXPECT_EQ(code_of(ask(HttpMethod::get, "/api/echo/word?more=%f")), "malformed");
}

TEST_F(RestTest, the_idempotency_key_is_the_field_that_the_operation_names) {
  EXPECT_EQ(text_of(ask(HttpMethod::put, "/api/keyed", "", {{"Idempotency-Key", "k1"}})), "k1");
  EXPECT_EQ(text_of(ask(HttpMethod::put, "/api/keyed", R"({"word":"w"})", {{"Idempotency-Key", "k1"}})), "w");
}

TEST_F(RestTest, an_idempotency_key_is_short_and_printable_ascii) {
  EXPECT_EQ(ask(HttpMethod::put, "/api/keyed", "", {{"Idempotency-Key", std::string(64, '~')}}).status, 200);
  for (const std::string& bad : {std::string(65, 'k'), std::string("tab\tbed"), std::string("caf\xc3\xa9")}) {
    const HttpResponse refused = ask(HttpMethod::put, "/api/keyed", R"({"word":"w"})", {{"Idempotency-Key", bad}});
    EXPECT_EQ(refused.status, 400) << bad;
    EXPECT_EQ(json::parse(refused.body).at("errors").at(0).at("field"), "Idempotency-Key") << bad;
  }
}

TEST_F(RestTest, credentials_are_judged_before_the_body_is_read) {
  for (const char* token : {"", "unknown", "old"}) {
    token_ = token;
    EXPECT_EQ(ask(HttpMethod::patch, "/api/echo/word", "{").status, 401) << token;
  }
  token_ = "user";
  EXPECT_EQ(ask(HttpMethod::post, "/api/rule", "{").status, 403);
  token_ = "admin";
  EXPECT_EQ(ask(HttpMethod::post, "/api/rule", "{").status, 400);
  EXPECT_EQ(journal_.calls, 0);
}

TEST_F(RestTest, the_head_alone_decides_by_route_identity_permission_and_rate) {
  const auto status_of = [&](std::string token, HttpMethod method, const std::string& path) {
    token_ = std::move(token);
    const HttpDecision decision = decide(method, path);
    return decision ? 0 : decision.error().status;
  };
  EXPECT_EQ(status_of("user", HttpMethod::post, "/api/nothing"), 404);
  EXPECT_EQ(status_of("user", HttpMethod::put, "/api/open"), 405);
  EXPECT_EQ(status_of("", HttpMethod::patch, "/api/echo/word"), 401);
  EXPECT_EQ(status_of("old", HttpMethod::patch, "/api/echo/word"), 401);
  EXPECT_EQ(status_of("user", HttpMethod::post, "/api/rule"), 403);
  EXPECT_EQ(status_of("user", HttpMethod::patch, "/api/echo/word"), 0);
  EXPECT_EQ(status_of("", HttpMethod::post, "/api/open"), 0);
  for (int i = 0; i < 200; ++i) status_of("", HttpMethod::post, "/api/open");
  EXPECT_EQ(status_of("", HttpMethod::post, "/api/open"), 429);
  EXPECT_EQ(journal_.calls, 0);
}

TEST_F(RestTest, a_token_that_is_refused_costs_its_address_and_is_counted) {
  const auto status_of = [&](const char* token) {
    token_ = token;
    const HttpDecision decision = decide(HttpMethod::get, "/api/echo/word");
    return decision ? 0 : decision.error().status;
  };
  const auto burst = static_cast<int>(limits_.request_burst);
  for (int i = 0; i < burst; ++i) ASSERT_EQ(status_of(i % 2 == 0 ? "unknown" : "old"), 401) << i;
  EXPECT_EQ(status_of("unknown"), 429);
  EXPECT_EQ(status_of("old"), 429);
  EXPECT_EQ(status_of(""), 429);
  EXPECT_EQ(status_of("user"), 0) << "who is signed in does not pay for others at the same address";
  const auto events = [&](SecurityCause cause) { return static_cast<int>(metrics_.security_events.value(cause)); };
  EXPECT_EQ(events(SecurityCause::not_signed_in) + events(SecurityCause::access_expired), burst + 2);
  EXPECT_EQ(events(SecurityCause::limit_hit), 3);
  EXPECT_EQ(metrics_.errors.value(ErrorCode::rate_limited), 3U);
}

TEST_F(RestTest, the_token_of_an_upgrade_is_limited_in_the_same_way) {
  HttpRequest upgrade;
  upgrade.address = "203.0.113.7";
  EXPECT_FALSE(identify(upgrade, "").value());
  EXPECT_TRUE(identify(upgrade, "user").value());
  std::set<ErrorCode> refusals;
  for (int i = 0; i <= static_cast<int>(limits_.request_burst); ++i) {
    refusals.insert(identify(upgrade, "unknown").error().code);
  }
  EXPECT_EQ(refusals, (std::set{ErrorCode::unauthenticated, ErrorCode::rate_limited}));
  upgrade.headers.emplace_back("Authorization", "Bearer user");
  EXPECT_TRUE(identify(upgrade, "unknown").value()) << "the header counts";
}

TEST_F(RestTest, a_path_or_method_that_nobody_answers_is_counted_by_its_reason) {
  EXPECT_EQ(ask(HttpMethod::get, "/api/nothing").status, 404);
  EXPECT_EQ(ask(HttpMethod::put, "/api/open").status, 405);
  EXPECT_EQ(ask(HttpMethod::put, "/page").status, 405);
  EXPECT_EQ(ask(HttpMethod::get, "/page").status, 200);
  EXPECT_EQ(ask(HttpMethod::options, "/page").status, 204);
  EXPECT_EQ(metrics_.http_refusals.value(ErrorCode::not_found), 1U);
  EXPECT_EQ(metrics_.http_refusals.value(ErrorCode::method_not_allowed), 2U);
}

TEST_F(RestTest, an_admission_names_who_pays_and_how_large_the_body_may_be) {
  token_.clear();
  const HttpDecision open = decide(HttpMethod::post, "/api/open");
  ASSERT_TRUE(open);
  EXPECT_EQ(open->payer, "203.0.113.7");
  EXPECT_EQ(open->body_bytes, kOpenBodyMost);
  token_ = "user";
  const HttpDecision own = decide(HttpMethod::patch, "/api/echo/word");
  ASSERT_TRUE(own);
  EXPECT_NE(own->payer, "203.0.113.7");
  EXPECT_EQ(own->body_bytes, limits_.body_bytes) << "the texts of this request have no bound";
}

TEST_F(RestTest, an_open_operation_stays_open_when_the_token_has_expired) {
  token_ = "old";
  EXPECT_EQ(ask(HttpMethod::post, "/api/open").status, 201);
}

TEST_F(RestTest, a_refused_token_is_named_in_the_challenge) {
  token_ = "unknown";
  EXPECT_EQ(header_of(ask(HttpMethod::get, "/api/echo/word"), "WWW-Authenticate"), R"(Bearer error="invalid_token")");
  token_.clear();
  EXPECT_EQ(header_of(ask(HttpMethod::get, "/api/echo/word"), "WWW-Authenticate"), "Bearer");
}

TEST_F(RestTest, an_authorization_that_is_no_bearer_token_is_refused) {
  token_.clear();
  EXPECT_EQ(ask(HttpMethod::get, "/api/echo/word", "", {{"Authorization", "Basic dXNlcg=="}}).status, 401);
}

}  // namespace
}  // namespace parley::testing
