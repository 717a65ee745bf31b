#include <parley/core/mentions.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Mentions, a_name_after_an_at_sign_is_called_in_any_case) {
  EXPECT_THAT(find_mentions("Hello @Ann_Lee!").candidates, ElementsAre("ann_lee"));
  EXPECT_THAT(find_mentions("@a1 (@b2) “@c3”").candidates, ElementsAre("a1", "b2", "c3"));
}

TEST(Mentions, scripts_without_spaces_need_none_before_a_name) {
  EXPECT_THAT(find_mentions("你好@bob").candidates, ElementsAre("bob"));
}

TEST(Mentions, an_address_calls_nobody) {
  EXPECT_THAT(find_mentions("ann@example.org @bob@example.org @@carol").candidates, IsEmpty());
}

TEST(Mentions, a_mark_at_the_end_may_belong_to_the_name_or_to_the_sentence) {
  EXPECT_THAT(find_mentions("@ann.lee.").candidates, ElementsAre("ann.lee.", "ann.lee"));
}

TEST(Mentions, everybody_is_called_by_all) {
  EXPECT_TRUE(find_mentions("@All, please.").all);
  EXPECT_TRUE(find_mentions("@all.").all);
  EXPECT_FALSE(find_mentions("@allison").all);
  EXPECT_THAT(find_mentions("@all").candidates, IsEmpty());
}

TEST(Mentions, a_name_is_called_once) { EXPECT_THAT(find_mentions("@a1 @A1 @a1").candidates, ElementsAre("a1")); }

TEST(Mentions, a_text_full_of_names_calls_a_hundred) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "@user" + std::to_string(i) + " ";
  EXPECT_EQ(find_mentions(text).candidates.size(), kMentionCandidates);
}

TEST(Mentions, every_candidate_of_any_text_could_be_a_username_and_stands_in_the_text) {
  EXPECT_TRUE(rc::check([](const std::string& text) {
    std::string lowered = text;
    for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (const std::string& name : find_mentions(text).candidates) {
      RC_ASSERT(!name.empty() && name.size() <= 32U);
      RC_ASSERT(lowered.find("@" + name) != std::string::npos);
    }
  }));
}

}  // namespace
}  // namespace parley
