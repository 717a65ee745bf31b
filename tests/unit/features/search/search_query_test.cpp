#include <parley/features/search/search_query.hpp>

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "unit/core/any_text.hpp"

namespace parley {
namespace {

using testing::any_text;
using ::testing::ElementsAre;

bool finds(std::string_view query, std::string_view text) { return SearchQuery(query).find_in(text).has_value(); }

// Returns the text with bars around its marked words.
std::string marked(std::string_view query, std::string text) {
  const auto ranges = SearchQuery(query).find_in(text).value();
  for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
    text.insert(range->end, "|").insert(range->begin, "|");
  }
  return text;
}

// Returns each term as "word" or "begin*".
std::vector<std::string> terms(std::string_view query) {
  std::vector<std::string> texts;
  for (const SearchTerm& term : SearchQuery(query).terms()) texts.push_back(term.text + (term.is_prefix ? "*" : ""));
  return texts;
}

TEST(SearchQuery, every_word_has_to_occur_in_whatever_order) {
  EXPECT_TRUE(finds("world hello", "Hello, wide WORLD"));
  EXPECT_FALSE(finds("hello moon", "Hello, world"));
  EXPECT_EQ(marked("world hello", "Hello, wide WORLD"), "|Hello|, wide |WORLD|");
}

TEST(SearchQuery, the_last_word_may_be_only_begun) {
  EXPECT_TRUE(finds("hello wor", "Hello, world"));
  EXPECT_FALSE(finds("hel world", "Hello, world"));
  EXPECT_FALSE(finds("orld", "Hello, world"));
  EXPECT_EQ(marked("wor", "world, words, sword"), "|world|, |words|, sword");
  EXPECT_THAT(terms("hello wor"), ElementsAre("hello", "wor*"));
}

TEST(SearchQuery, one_letter_is_a_word_and_no_beginning) {
  EXPECT_FALSE(finds("w", "world"));
  EXPECT_TRUE(finds("w", "w world"));
  EXPECT_FALSE(finds("ж", "жук"));
}

TEST(SearchQuery, accents_and_case_make_no_difference_on_either_side) {
  EXPECT_EQ(marked("CAFÉ", "a cafe\u0301, a café, a Cafe"), "a |cafe\u0301|, a |café|, a |Cafe|");
  EXPECT_TRUE(finds("STRASSE", "straße"));
}

TEST(SearchQuery, quoted_words_follow_each_other) {
  EXPECT_TRUE(finds("\"quick brown\" fox", "the Quick, brown fox"));
  EXPECT_FALSE(finds("\"brown quick\"", "the quick brown fox"));
  EXPECT_FALSE(finds("\"quick fox\"", "the quick brown fox"));
  EXPECT_TRUE(finds("“quick brown”", "the quick brown fox"));
  EXPECT_THAT(terms("\"quick brown\""), ElementsAre("brown", "quick"));
}

TEST(SearchQuery, closing_quotation_marks_end_a_word_and_open_ones_do_not) {
  EXPECT_FALSE(finds("\"quick bro\"", "the quick brown fox"));
  EXPECT_TRUE(finds("\"quick bro", "the quick brown fox"));
  EXPECT_FALSE(finds("\"qui\" ", "the quick brown fox"));
  EXPECT_TRUE(finds("\"quick\" bro", "the quick brown fox"));
}

TEST(SearchQuery, signs_in_a_row_are_found_wherever_they_stand_in_a_row) {
  EXPECT_EQ(marked("世界", "你好世界！世 界"), "你好|世界|！世 界");
  EXPECT_FALSE(finds("世界", "世，界"));
  EXPECT_TRUE(finds("好世界", "你好世界"));
  EXPECT_TRUE(finds("界", "你好世界"));
  EXPECT_EQ(marked("ไทย", "ภาษาไทยครับ"), "ภาษา|ไทย|ครับ");
  EXPECT_EQ(marked("학교", "학교에서"), "|학교|에서");
  EXPECT_THAT(terms("你好世界"), ElementsAre("你好世", "好世界"));
}

TEST(SearchQuery, the_grams_of_a_row_are_not_enough_without_the_row) {
  EXPECT_FALSE(finds("一二三四", "一二三 二三四"));
}

TEST(SearchQuery, words_and_signs_may_stand_side_by_side) {
  EXPECT_EQ(marked("iPhone手机", "我的手机是iPhone"), "我的|手机|是|iPhone|");
  EXPECT_FALSE(finds("\"iPhone手机\"", "我的手机是iPhone"));
  EXPECT_TRUE(finds("\"iPhone手机\"", "我的iPhone手机"));
}

TEST(SearchQuery, emoji_are_found_whatever_their_skin) {
  EXPECT_EQ(marked("👍", "good 👍🏽!"), "good |👍🏽|!");
  EXPECT_TRUE(finds("👨‍👩‍👧", "my 👨‍👩‍👧"));
  EXPECT_FALSE(finds("🇩🇪", "🇩🇰🇪🇸"));
}

TEST(SearchQuery, punctuation_alone_asks_for_nothing) {
  for (const char* text : {"", " ", "?!", "\"\"", "* ' -- %", "\"", "“”"}) EXPECT_TRUE(SearchQuery(text).is_empty());
  EXPECT_FALSE(SearchQuery("a").is_empty());
}

TEST(SearchQuery, what_is_an_operator_elsewhere_is_a_word_or_nothing_here) {
  EXPECT_THAT(terms("a AND b* OR (NOT c) NEAR/2 ^d {e}:f \"g\" + h'; DROP --"),
              ElementsAre("2", "a", "and", "b", "c", "d", "drop*", "e", "f", "g", "h", "near", "not", "or"));
  EXPECT_THAT(terms("a:* & !b | <-> c\\'d%_x"), ElementsAre("a", "b", "c", "d", "x"));
}

TEST(SearchQuery, repeating_a_word_asks_for_nothing_more) { EXPECT_EQ(terms("one one two"), terms("one two")); }

TEST(SearchQuery, any_text_is_found_by_every_token_of_it_and_by_its_whole) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *any_text();
    for (const SearchToken& token : search_tokens(text)) RC_ASSERT(finds(token.text, text));
    const SearchQuery whole(text);
    if (!whole.is_empty()) RC_ASSERT(whole.find_in(text).has_value());
  }));
}

TEST(SearchQuery, what_is_found_has_all_terms_that_an_index_is_asked_for) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *any_text();
    const SearchQuery query(*any_text());
    if (!query.find_in(text)) return;
    const auto there = search_terms(search_tokens(text));
    for (const SearchTerm& term : query.terms()) {
      RC_ASSERT(std::ranges::any_of(there, [&](const std::string& each) {
        return term.is_prefix ? each.starts_with(term.text) : each == term.text;
      }));
    }
  }));
}

TEST(SearchQuery, matches_ascend_apart_and_lie_within_the_text) {
  EXPECT_TRUE(rc::check([] {
    const std::string text = *any_text();
    const auto ranges = SearchQuery(*any_text()).find_in(text);
    if (!ranges) return;
    std::size_t end = 0;
    for (const TextRange& range : *ranges) {
      RC_ASSERT(range.begin < range.end && range.end <= text.size());
      RC_ASSERT(end == 0 || range.begin > end);
      end = range.end;
    }
  }));
}

}  // namespace
}  // namespace parley
