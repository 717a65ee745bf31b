#include <parley/protocol/cursor.hpp>

#include <regex>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

TEST(Cursor, any_cursor_survives_writing_and_reading) {
  EXPECT_TRUE(rc::check([](std::int64_t time) {
    const ListCursor cursor{Time(milliseconds(time)), Uuid::generate()};
    RC_ASSERT(decode_cursor(encode_cursor(cursor)) == cursor);
  }));
}

TEST(Cursor, what_was_not_written_here_is_refused) {
  const std::string good = encode_cursor(ListCursor{Time(milliseconds(5)), Uuid::generate()});
  for (const std::string& bad : {std::string(), good + "A", good.substr(1), good + "=", std::string(32, '*')}) {
    EXPECT_FALSE(decode_cursor(bad)) << bad;
  }
}

TEST(Cursor, the_cursor_of_a_user_id_is_the_after_of_the_next_page) {
  const UserId user = UserId::generate();
  EXPECT_EQ(user_of(decode_cursor(encode_cursor(user))), user);
  EXPECT_EQ(user_of(std::nullopt), std::nullopt);
  EXPECT_EQ(encode_cursor(user), encode_cursor(ListCursor{Time(), user.uuid()}));
}

TEST(Cursor, any_place_in_a_search_survives_writing_and_reading) {
  EXPECT_TRUE(rc::check([](std::int64_t position, std::int64_t seq) {
    const PlaceCursor place{position, Uuid::generate(), seq};
    RC_ASSERT(decode_place_cursor(encode_cursor(place)) == place);
  }));
}

TEST(Cursor, the_form_in_the_schema_is_that_of_every_cursor_and_of_nothing_else) {
  const std::regex list{std::string(Codec<ListCursor>::kPattern)};
  const std::regex place{std::string(Codec<PlaceCursor>::kPattern)};
  EXPECT_TRUE(rc::check([&](std::int64_t position, std::int64_t seq) {
    RC_ASSERT(std::regex_match(encode_cursor(ListCursor{Time(milliseconds(position)), Uuid::generate()}), list));
    RC_ASSERT(std::regex_match(encode_cursor(PlaceCursor{position, Uuid::generate(), seq}), place));
  }));
  EXPECT_TRUE(rc::check([&] {
    const auto digit = rc::gen::elementOf(std::string("Aa0_-Qz9"));
    const auto longer = *rc::gen::element<std::size_t>(31, 32, 33, 42, 43, 44);
    const std::string text = *rc::gen::container<std::string>(longer, digit);
    RC_ASSERT(std::regex_match(text, list) == decode_cursor(text).has_value());
    RC_ASSERT(std::regex_match(text, place) == decode_place_cursor(text).has_value());
  }));
}

TEST(Cursor, one_list_refuses_the_cursor_of_another) {
  EXPECT_FALSE(decode_place_cursor(encode_cursor(ListCursor{Time(milliseconds(5)), Uuid::generate()})));
  EXPECT_FALSE(decode_cursor(encode_cursor(PlaceCursor{5, Uuid::generate(), 1})));
}

}  // namespace
}  // namespace parley
