#include <parley/features/search/snippet.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <parley/protocol/text.hpp>
#include <parley/protocol/utf8.hpp>

#include "unit/core/any_text.hpp"

namespace parley {
namespace {

using testing::any_text;

std::vector<SnippetPart> snippet(std::string_view query, std::string_view text) {
  return make_snippet(text, SearchQuery(query).find_in(text).value());
}

// Returns the snippet with bars around its marked words.
std::string shown(const std::vector<SnippetPart>& parts) {
  std::string text;
  for (const SnippetPart& part : parts) text += part.is_match ? "|" + part.text + "|" : part.text;
  return text;
}

std::string plain(const std::vector<SnippetPart>& parts) {
  std::string text;
  for (const SnippetPart& part : parts) text += part.text;
  return text;
}

std::string many_words(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "word ";
  return text;
}

TEST(Snippet, a_short_text_is_shown_whole_with_its_matches_marked) {
  EXPECT_EQ(shown(snippet("wor", "Hello, world of words")), "Hello, |world| of |words|");
  EXPECT_EQ(shown(snippet("x", "x")), "|x|");
}

TEST(Snippet, of_a_long_text_the_words_around_the_first_match_are_shown) {
  const std::string text = many_words(100) + "needle " + many_words(100);
  const auto parts = snippet("needle", text);
  const std::string cut = plain(parts);
  EXPECT_TRUE(cut.starts_with("…word "));
  EXPECT_TRUE(cut.ends_with(" word…"));
  EXPECT_NE(cut.find("word needle word"), std::string::npos);
  EXPECT_LE(count_characters(cut), kSnippetCharacters + 2);
  EXPECT_GE(count_characters(cut), 150u);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_TRUE(parts[1].is_match);
}

TEST(Snippet, at_its_ends_a_text_is_not_cut) {
  EXPECT_TRUE(plain(snippet("needle", "needle " + many_words(100))).starts_with("needle "));
  EXPECT_TRUE(plain(snippet("needle", many_words(100) + "needle")).ends_with("needle"));
}

TEST(Snippet, without_a_match_it_is_the_beginning) {
  const auto parts = make_snippet(many_words(100), {});
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_FALSE(parts.front().is_match);
  EXPECT_TRUE(parts.front().text.starts_with("word word"));
  EXPECT_TRUE(parts.front().text.ends_with("…"));
  EXPECT_TRUE(make_snippet("", {}).empty());
}

TEST(Snippet, what_is_one_character_to_a_reader_is_not_cut) {
  std::string families;
  for (int i = 0; i < 100; ++i) families += "👨‍👩‍👧";
  const std::string cut = plain(snippet("👧", families));
  EXPECT_LE(count_characters(cut), kSnippetCharacters + 2);
  const std::string inner = cut.substr(0, cut.rfind("…"));
  EXPECT_EQ(inner.size() % std::string("👨‍👩‍👧").size(), 0u);
}

TEST(Snippet, of_any_text_it_is_a_part_that_holds_the_first_match) {
  EXPECT_TRUE(rc::check([] {
    std::string text;
    for (int i = 0; i < 4; ++i) text += *any_text();
    const auto matches = SearchQuery(*any_text()).find_in(text);
    if (!matches) return;
    const auto parts = make_snippet(text, *matches);
    std::string whole = plain(parts);
    RC_ASSERT(is_utf8(whole));
    RC_ASSERT(count_characters(whole) <= kSnippetCharacters + 2);
    if (!matches->empty()) {
      RC_ASSERT(std::ranges::any_of(parts, &SnippetPart::is_match));
    }
    for (const SnippetPart& part : parts) RC_ASSERT(is_utf8(part.text) && !part.text.empty());
    constexpr std::string_view kCut = "…";
    if (whole != text && whole.starts_with(kCut)) whole.erase(0, kCut.size());
    if (text.find(whole) == std::string::npos && whole.ends_with(kCut)) whole.resize(whole.size() - kCut.size());
    RC_ASSERT(text.find(whole) != std::string::npos);
  }));
}

}  // namespace
}  // namespace parley
