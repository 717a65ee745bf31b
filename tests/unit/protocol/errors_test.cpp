#include <parley/protocol/errors.hpp>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <parley/base/limits.hpp>
#include <parley/base/time.hpp>
#include <parley/protocol/problem.hpp>

namespace parley {
namespace {

using nlohmann::json;

std::vector<ErrorCode> all_codes() {
  std::vector<ErrorCode> codes;
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code)
    codes.push_back(static_cast<ErrorCode>(code));
  return codes;
}

TEST(Errors, every_code_has_a_name_of_its_own_a_title_and_an_error_status) {
  std::set<std::string_view> names;
  for (const auto code : all_codes()) {
    EXPECT_TRUE(names.insert(error_name(code)).second) << error_name(code);
    EXPECT_FALSE(error_title(code).empty());
    EXPECT_GE(http_status(code), 400);
    EXPECT_LT(http_status(code), 600);
  }
}

TEST(Errors, every_code_has_its_line_in_the_document) {
  std::ifstream file(PARLEY_SOURCE_DIR "/docs/errors.md");
  const std::string document(std::istreambuf_iterator<char>(file), {});
  for (const auto code : all_codes()) {
    const auto line = "\n| `" + std::string(error_name(code)) + "` | " + std::to_string(http_status(code)) + " | ";
    EXPECT_NE(document.find(line), std::string::npos) << error_name(code);
  }
}

TEST(Errors, a_plain_error_has_no_empty_members) {
  EXPECT_EQ(encode_error({ErrorCode::not_found, {}}, ""),
            R"({"type":"/api/problems/not_found","code":"not_found","title":"Not found","status":404})");
}

TEST(Errors, an_error_says_all_it_knows) {
  Error error{
      ErrorCode::rate_limited, "Slow down.", {{"body", FieldFault::too_long, "At most 4000."}}, milliseconds(800)};
  EXPECT_EQ(json::parse(encode_error(error, "r-1")), json::parse(R"({
    "type": "/api/problems/rate_limited", "code": "rate_limited", "title": "Too many requests", "status": 429,
    "detail": "Slow down.",
    "errors": [{"field": "body", "code": "too_long", "detail": "At most 4000."}],
    "retry_after_ms": 800, "request_id": "r-1"})"));
}

TEST(Errors, an_error_is_short_however_much_is_wrong) {
  Error error{ErrorCode::invalid_request, std::string(100'000, 'a')};
  for (int i = 0; i < 5'000; ++i) {
    error.fields.push_back({"members[" + std::to_string(i) + "]" + std::string(10'000, '\x01'), FieldFault::invalid,
                            std::string(10'000, '\x01')});
  }
  const std::string text = encode_error(error, "r");
  EXPECT_LT(text.size(), 100'000U);
  EXPECT_EQ(json::parse(text)["errors"].size(), kListedFaultsMost);
  EXPECT_TRUE(json::parse(text)["errors"][0]["field"].get<std::string>().starts_with("members[0]"));
  EXPECT_EQ(json::parse(encode_error({ErrorCode::malformed, std::string(299, 'a') + "\u00e9"}, ""))["detail"],
            std::string(299, 'a') + "\ufffd");
}

TEST(Errors, whatever_a_detail_quotes_is_escaped) {
  const std::string detail = "\"quoted\"\\ \n\x01 </script> \xff\xc3";
  const auto decoded = json::parse(encode_error({ErrorCode::malformed, detail}, "\"},{\""));
  EXPECT_EQ(decoded["detail"], "\"quoted\"\\ \n\x01 </script> \xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(decoded["request_id"], "\"},{\"");
}

std::string header_of(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST(Problem, a_401_names_the_fault_of_the_token_that_was_sent) {
  const auto challenge = [](ErrorCode code, bool token_was_refused) {
    return header_of(problem_response({code, {}}, "r", token_was_refused), "WWW-Authenticate");
  };
  EXPECT_EQ(challenge(ErrorCode::unauthenticated, false), "Bearer");
  EXPECT_EQ(challenge(ErrorCode::bad_credentials, false), "Bearer");
  EXPECT_EQ(challenge(ErrorCode::unauthenticated, true), R"(Bearer error="invalid_token")");
  EXPECT_EQ(challenge(ErrorCode::token_expired, true),
            R"(Bearer error="invalid_token", error_description="The token has expired")");
}

TEST(Problem, carries_the_fields_that_its_status_asks_for) {
  const auto limited = problem_response({ErrorCode::rate_limited, {}, {}, milliseconds(1'200)}, "r");
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.content_type, "application/problem+json");
  EXPECT_EQ(header_of(limited, "Retry-After"), "2");
  EXPECT_EQ(header_of(problem_response({ErrorCode::upgrade_required, {}}, "r"), "Sec-WebSocket-Version"), "13");
  EXPECT_TRUE(problem_response({ErrorCode::not_found, {}}, "r").headers.empty());
}

}  // namespace
}  // namespace parley
