#include <parley/protocol/http_text.hpp>

#include <gmock/gmock.h>

#include <parley/protocol/http_message.hpp>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HttpText, a_token_has_no_separators) {
  EXPECT_TRUE(is_token("X-Request_Id.1~"));
  for (const auto* text : {"", "a b", "a:b", "a\tb", "(a)", "a,b", "\xc3\xa9", "a\x7f", "a\"b", "a/b", "[a]", "{a}"}) {
    EXPECT_FALSE(is_token(text)) << text;
  }
}

TEST(HttpText, a_tab_is_no_control_character) {
  EXPECT_FALSE(has_control("a\tb \xff"));
  for (const char control : {'\0', '\r', '\n', '\v', '\x1f', '\x7f'}) {
    EXPECT_TRUE(has_control(std::string_view(&control, 1))) << static_cast<int>(control);
  }
}

TEST(HttpText, comparison_is_blind_to_the_case_of_ascii_letters_alone) {
  EXPECT_TRUE(same_token("Keep-Alive", "kEEP-aLIVE"));
  EXPECT_FALSE(same_token("close", "closed"));
  EXPECT_FALSE(same_token("[", "{"));
  EXPECT_FALSE(same_token("\xc3\xa9", "\xc3\x89"));
}

TEST(HttpText, a_list_is_split_and_trimmed) {
  EXPECT_THAT(split_list("a, b ,\tc"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split_list(",, a ,,"), ElementsAre("a"));
  EXPECT_THAT(split_list(" "), IsEmpty());
  EXPECT_THAT(split_list(""), IsEmpty());
}

TEST(HttpText, a_header_is_found_in_any_case) {
  HttpRequest request;
  request.headers = {{"Content-Type", "a/b"}, {"X-A", "first"}, {"x-a", "second"}};
  EXPECT_EQ(request.header("content-TYPE"), "a/b");
  EXPECT_EQ(request.header("x-A"), "first");
  EXPECT_EQ(request.header("x"), "");
}

}  // namespace
}  // namespace parley
