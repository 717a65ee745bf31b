#include <parley/api/url.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Url, decodes_percent_encodings_and_refuses_broken_ones) {
  EXPECT_EQ(percent_decode("a%20b%C3%A4", false), "a bä");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
  for (const char* bad : {"%", "%2", "%zz", "%+1", "%FF", "%ED%A0%80"}) EXPECT_FALSE(percent_decode(bad, false)) << bad;
}

TEST(Url, splits_a_path_without_losing_empty_segments) {
  EXPECT_EQ(path_segments("/api/users/7"), (std::vector<std::string_view>{"api", "users", "7"}));
  EXPECT_EQ(path_segments("/api/"), (std::vector<std::string_view>{"api", ""}));
  EXPECT_EQ(path_segments("/"), std::vector<std::string_view>{""});
}

TEST(Url, reads_query_parameters_in_order) {
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(query_parameters("a=1&b=x%26y&c&&d="), (Parameters{{"a", "1"}, {"b", "x&y"}, {"c", ""}, {"d", ""}}));
  EXPECT_EQ(query_parameters(""), Parameters{});
  EXPECT_FALSE(query_parameters("a=%GG"));
}

}  // namespace
}  // namespace parley
