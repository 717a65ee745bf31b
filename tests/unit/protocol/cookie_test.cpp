#include <parley/protocol/cookie.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Cookie, a_value_is_found_by_its_whole_name) {
  EXPECT_EQ(cookie_value("theme=dark; token=abc; other=1", "token"), "abc");
  EXPECT_EQ(cookie_value("token=abc", "token"), "abc");
  EXPECT_EQ(cookie_value("token=a=b", "token"), "a=b");
  for (const char* header : {"", "token", "tokens=abc", "my_token=abc", "TOKEN=abc", "theme=token=abc", ";;;"}) {
    EXPECT_EQ(cookie_value(header, "token"), "") << header;
  }
}

TEST(Cookie, several_of_one_name_are_none) {
  EXPECT_EQ(cookie_value("token=abc; token=xyz", "token"), "");
  EXPECT_EQ(cookie_value("token=abc; theme=dark; token=abc", "token"), "");
}

TEST(Cookie, over_https_no_other_host_can_set_it) {
  EXPECT_EQ(set_cookie("token", "abc", seconds(60), /*secure=*/true),
            "__Host-token=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(set_cookie("token", "abc", seconds(60), /*secure=*/false),
            "token=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict");
}

}  // namespace
}  // namespace parley
