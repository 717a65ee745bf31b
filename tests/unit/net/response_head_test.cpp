#include <parley/net/response_head.hpp>

#include <gmock/gmock.h>

namespace parley {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

ReplyContext context() {
  ReplyContext context;
  context.request_id = "r-1";
  return context;
}

TEST(ResponseHead, a_reply_with_content_tells_its_type_and_length) {
  HttpResponse response;
  response.body = "{}";
  EXPECT_THAT(encode_response_head(response, context()),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"),
                    HasSubstr("\r\nX-Request-Id: r-1\r\n"), HasSubstr("\r\nConnection: close\r\n\r\n")));
}

TEST(ResponseHead, an_empty_reply_tells_that_it_is_empty) {
  EXPECT_THAT(encode_response_head({}, context()),
              AllOf(HasSubstr("Content-Length: 0\r\n"), Not(HasSubstr("Content-Type:"))));
}

// RFC 9110 §8.6 forbids Content-Length in a response that can have no content.
TEST(ResponseHead, no_content_has_no_length) {
  for (const int status : {204, 304}) {
    HttpResponse response;
    response.status = status;
    EXPECT_THAT(encode_response_head(response, context()), Not(HasSubstr("Content-Length"))) << status;
  }
}

TEST(ResponseHead, an_unknown_status_is_still_a_reply) {
  HttpResponse response;
  response.status = 599;
  EXPECT_THAT(encode_response_head(response, context()), StartsWith("HTTP/1.1 599 "));
}

TEST(ResponseHead, what_the_handler_set_stands_once) {
  HttpResponse response;
  response.headers = {{"cache-control", "max-age=60"}, {"Content-Security-Policy", "default-src 'self'"}};
  const auto head = encode_response_head(response, context());
  EXPECT_THAT(head, AllOf(HasSubstr("cache-control: max-age=60\r\n"), Not(HasSubstr("no-store")),
                          HasSubstr("default-src 'self'\r\n"), Not(HasSubstr("default-src 'none'"))));
}

TEST(ResponseHead, strict_transport_is_said_when_it_is_on) {
  auto strict = context();
  strict.strict_transport = true;
  EXPECT_THAT(encode_response_head({}, strict),
              HasSubstr("Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"));
  EXPECT_THAT(encode_response_head({}, context()), Not(HasSubstr("Strict-Transport-Security")));
}

TEST(ResponseHead, fields_that_could_split_a_reply_are_not_valid) {
  EXPECT_TRUE(has_valid_fields({{"X-A", "b c\td"}, {"X-B", ""}}));
  for (const HttpHeaders& headers :
       {HttpHeaders{{"X-A", "b\r\nc"}}, HttpHeaders{{"X-A", "b\nc"}}, HttpHeaders{{"X A", "b"}},
        HttpHeaders{{"X-A:", "b"}}, HttpHeaders{{"", "b"}}, HttpHeaders{{"X-A", std::string(1, '\0')}}}) {
    EXPECT_FALSE(has_valid_fields(headers)) << headers.front().first;
  }
}

}  // namespace
}  // namespace parley
