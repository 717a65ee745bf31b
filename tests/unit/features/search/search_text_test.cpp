#include <parley/features/search/search_text.hpp>

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <parley/protocol/utf8.hpp>

#include "unit/core/any_text.hpp"

namespace parley {
namespace {

using testing::any_text;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> words;
  for (const SearchToken& token : search_tokens(text)) words.push_back(token.text);
  return words;
}

TEST(SearchText, words_are_parted_by_whatever_is_neither_letter_nor_number) {
  EXPECT_THAT(words("Hello, world! It's 3.14 (or so) — snake_case/path"),
              ElementsAre("hello", "world", "it", "s", "3", "14", "or", "so", "snake", "case", "path"));
  EXPECT_THAT(words(" \n\t.,;:!?()\"'*%_-+&|<>~^\\ … — “” "), IsEmpty());
}

TEST(SearchText, neither_case_nor_accents_nor_width_make_a_difference) {
  EXPECT_THAT(words("Ünïcödé CAFÉ cafe\u0301 STRASSE straße"),
              ElementsAre("unicode", "cafe", "cafe", "strasse", "strasse"));
  EXPECT_THAT(words("Ｆｕｌｌ ﬁne Ⅳ ²"), ElementsAre("full", "fine", "iv", "2"));
  EXPECT_THAT(words("İstanbul ΑΘΉΝΑ Ёлка שָׁלוֹם"), ElementsAre("istanbul", "αθηνα", "елка", "שלום"));
}

TEST(SearchText, a_letter_with_a_stroke_is_one_of_its_own) {
  EXPECT_THAT(words("Øre Łódź"), ElementsAre("øre", "łodz"));
}

TEST(SearchText, marks_that_are_no_decoration_stay) {
  EXPECT_THAT(words("हिन्दी"), ElementsAre("हिन्दी"));
  EXPECT_THAT(words("がか"), ElementsAre("が", "か"));
  EXPECT_THAT(words("ｶﾞ"), ElementsAre("ガ"));
}

TEST(SearchText, scripts_without_spaces_are_read_sign_by_sign) {
  EXPECT_THAT(words("iPhone手机 한국어 ไทย"), ElementsAre("iphone", "手", "机", "한", "국", "어", "ไ", "ท", "ย"));
  const auto tokens = search_tokens("手机 壳");
  EXPECT_FALSE(tokens[0].is_glued);
  EXPECT_TRUE(tokens[1].is_glued);
  EXPECT_FALSE(tokens[2].is_glued);
  EXPECT_TRUE(std::ranges::all_of(tokens, &SearchToken::is_sign));
}

TEST(SearchText, composed_and_decomposed_hangul_are_the_same) { EXPECT_EQ(words("한"), words("\u1112\u1161\u11ab")); }

TEST(SearchText, emoji_are_signs_whatever_their_skin_and_presentation) {
  EXPECT_THAT(words("👍🏽 ❤️"), ElementsAre("👍", "❤"));
  EXPECT_THAT(words("👨‍👩‍👧"), ElementsAre("👨", "👩", "👧"));
  EXPECT_THAT(words("🇩🇪"), ElementsAre("🇩", "🇪"));
}

TEST(SearchText, a_token_knows_where_it_stands) {
  const std::string text = "x CAFE\u0301, 手机👍🏽";
  std::vector<std::string> pieces;
  for (const SearchToken& token : search_tokens(text))
    pieces.push_back(text.substr(token.begin, token.end - token.begin));
  EXPECT_THAT(pieces, ElementsAre("x", "CAFE\u0301", "手", "机", "👍🏽"));
}

TEST(SearchText, terms_are_words_and_up_to_three_signs_in_a_row) {
  EXPECT_THAT(search_terms(search_tokens("b a b")), ElementsAre("a", "b"));
  EXPECT_THAT(
      search_terms(search_tokens("你好世界 x 中")),
      ::testing::UnorderedElementsAre("你", "好", "世", "界", "你好", "好世", "世界", "你好世", "好世界", "x", "中"));
  EXPECT_THAT(terms_of_signs(search_tokens("你好世界")), ElementsAre("你好世", "好世界"));
  EXPECT_THAT(terms_of_signs(search_tokens("你好")), ElementsAre("你好"));
}

TEST(SearchText, a_word_without_end_is_known_by_its_beginning) {
  EXPECT_EQ(words(std::string(5'000, 'x')), std::vector{std::string(64, 'x')});
}

TEST(SearchText, tokens_of_any_text_ascend_and_are_whole_characters) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *any_text();
    std::size_t begin = 0;
    for (const SearchToken& token : search_tokens(text)) {
      RC_ASSERT(!token.text.empty());
      RC_ASSERT(is_utf8(token.text));
      RC_ASSERT(token.begin >= begin);
      RC_ASSERT(token.begin < token.end && token.end <= text.size());
      RC_ASSERT(is_utf8(text.substr(token.begin, token.end - token.begin)));
      begin = token.begin;
    }
  }));
}

TEST(SearchText, folding_what_is_folded_changes_nothing) {
  EXPECT_TRUE(rc::check([] {
    for (const SearchToken& token : search_tokens(*any_text())) {
      const auto again = search_tokens(token.text);
      RC_ASSERT(again.size() == 1u);
      RC_ASSERT(again.front().text == token.text);
      RC_ASSERT(again.front().is_sign == token.is_sign);
    }
  }));
}

TEST(SearchText, a_term_never_holds_what_means_something_to_a_database) {
  EXPECT_TRUE(rc::check([] {
    for (const std::string& term : search_terms(search_tokens(*any_text()))) {
      RC_ASSERT(std::ranges::none_of(term, [](unsigned char byte) {
        return byte < 0x80 && (byte < '0' || byte > '9') && (byte < 'a' || byte > 'z');
      }));
    }
  }));
}

}  // namespace
}  // namespace parley
