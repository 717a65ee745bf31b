#include <parley/core/content.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

const Content kNotice(MessageKind::system, "@ada has joined");

TEST(Content, a_text_is_readable_found_and_mentions_people) {
  const Content text("Hello @ada");
  EXPECT_TRUE(text.is_readable());
  EXPECT_TRUE(text.is_editable());
  EXPECT_EQ(text.search_text(), "Hello @ada");
  EXPECT_EQ(text.mention_text(), "Hello @ada");
}

TEST(Content, a_text_without_an_at_sign_mentions_nobody) { EXPECT_EQ(Content("Hello").mention_text(), ""); }

TEST(Content, a_notice_of_the_server_is_shown_but_not_searched_edited_or_taken_for_a_mention) {
  EXPECT_FALSE(kNotice.is_readable());
  EXPECT_FALSE(kNotice.is_editable());
  EXPECT_EQ(kNotice.search_text(), "");
  EXPECT_EQ(kNotice.mention_text(), "");
  EXPECT_EQ(kNotice.preview(4), "@ada");
}

TEST(Content, nothing_is_left_of_a_deleted_text) {
  const Content deleted("");
  EXPECT_TRUE(deleted.is_empty());
  EXPECT_FALSE(deleted.is_readable());
  EXPECT_EQ(deleted.preview(10), "");
}

TEST(Content, a_repeat_is_equal_in_kind_and_text) {
  EXPECT_EQ(Content("a"), Content(MessageKind::text, "a"));
  EXPECT_NE(Content("a"), Content("b"));
  EXPECT_NE(Content("a"), Content(MessageKind::system, "a"));
}

TEST(Content, a_preview_ends_with_a_whole_character) { EXPECT_EQ(Content("ünïcödé").preview(3), "ünï"); }

}  // namespace
}  // namespace parley
