#include <parley/core/graphemes.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

TEST(Graphemes, a_short_text_is_its_own_beginning) {
  EXPECT_EQ(beginning_of("hello", 5), "hello");
  EXPECT_EQ(beginning_of("", 5), "");
}

TEST(Graphemes, a_beginning_has_at_most_so_many_characters) {
  EXPECT_EQ(beginning_of("hello", 2), "he");
  EXPECT_EQ(beginning_of("zażółć", 4), "zażó");
}

TEST(Graphemes, a_beginning_ends_with_a_whole_grapheme) {
  EXPECT_EQ(beginning_of("a👩‍👩‍👧b", 3), "a");
  EXPECT_EQ(beginning_of("e\u0301e\u0301", 3), "e\u0301");
  EXPECT_EQ(beginning_of("🇩🇪🇫🇷", 3), "🇩🇪");
}

TEST(Graphemes, a_beginning_of_any_text_begins_it) {
  EXPECT_TRUE(rc::check([](const std::vector<bool>& pattern, std::uint8_t characters) {
    std::string text;
    for (const bool wide : pattern) text += wide ? "👍🏽" : "x";
    const std::string_view beginning = beginning_of(text, characters);
    RC_ASSERT(std::string_view(text).starts_with(beginning));
    RC_ASSERT(beginning_of(beginning, characters) == beginning);
  }));
}

TEST(Emoji, one_emoji_is_its_own_fully_qualified_form) {
  for (const char* emoji :
       {"👍", "👍🏽", "❤️", "👩‍👩‍👧", "🇩🇪", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏳️‍🌈", "☺️"})
    EXPECT_EQ(emoji_of(emoji), emoji);
}

TEST(Emoji, variants_of_one_emoji_are_one) {
  EXPECT_EQ(emoji_of("❤"), "❤️");
  EXPECT_EQ(emoji_of("1⃣"), "1️⃣");
  EXPECT_EQ(emoji_of("🏳‍🌈"), "🏳️‍🌈");
  EXPECT_EQ(emoji_of("👍\uFE0F"), "👍");
}

TEST(Emoji, anything_else_is_none) {
  for (const char* text : {"", "a", "1", "#", "👍👍", "👍 ", ":)", "\uFE0F", "\u200D", "🏽a", "©x", "ab"}) {
    EXPECT_EQ(emoji_of(text), std::nullopt) << text;
  }
  EXPECT_EQ(emoji_of(std::string(1000, 'a')), std::nullopt);
}

}  // namespace
}  // namespace parley
