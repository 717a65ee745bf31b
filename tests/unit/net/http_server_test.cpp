#include <gmock/gmock.h>

#include <parley/net/server.hpp>

#include "http_server_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class HttpServerTest : public HttpServerFixture {};

TEST_F(HttpServerTest, a_request_is_answered) {
  start();
  const auto reply = ask("GET /a?b=c HTTP/1.1\r\nHost: parley\r\n\r\n");
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(reply, HasSubstr("\r\n\r\n0 /a?b=c "));
}

}  // namespace
}  // namespace parley::testing
