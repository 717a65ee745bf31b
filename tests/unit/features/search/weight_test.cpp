// What searches cost follows from the words that are looked up, however these are separated.
#include <gtest/gtest.h>

#include <parley/features/accounts/fields.hpp>
#include <parley/features/search/fields.hpp>

namespace parley {
namespace {

double of_messages(const std::string& text) {
  SearchRequest request;
  request.q.value = text;
  return request.weight();
}

double of_people(const std::string& text) {
  UserSearch request;
  request.q.value = text;
  return request.weight();
}

TEST(SearchWeight, each_word_costs_the_same_whatever_stands_between) {
  for (const char* text : {"ab cd ef", "ab,cd,ef", "ab-cd/ef", "ab\u3000cd\u00a0ef", "\"ab cd\",ef"}) {
    EXPECT_EQ(of_messages(text), of_messages("ab") + 4) << text;
    EXPECT_EQ(of_people(text), of_people("ab") + 4) << text;
  }
}

TEST(SearchWeight, the_pieces_of_a_text_without_spaces_cost_as_words_do) {
  EXPECT_GT(of_messages("\u6771\u4eac\u90fd\u5e81\u524d\u99c5"), of_messages("ab") + 4);
}

TEST(SearchWeight, a_search_without_words_costs_as_much_as_one_word) {
  for (const char* text : {"", " ", ",,,"}) {
    EXPECT_EQ(of_messages(text), of_messages("ab"));
    EXPECT_EQ(of_people(text), of_people("ab"));
  }
}

}  // namespace
}  // namespace parley
