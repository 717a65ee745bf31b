#include <parley/protocol/cursor.hpp>

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
  EXPECT_EQ(read_user_cursor(Line{encode_cursor(user)}).value(), user);
  EXPECT_EQ(read_user_cursor(std::nullopt).value(), std::nullopt);
  EXPECT_EQ(encode_cursor(user), encode_cursor(ListCursor{Time(), user.uuid()}));
}

TEST(Cursor, a_text_that_is_no_cursor_is_an_invalid_field) {
  const auto refused = read_user_cursor(Line{"no cursor"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), fail_field("cursor", FieldFault::invalid, "This is no cursor of this list.").error());
}

TEST(Cursor, any_place_in_a_search_survives_writing_and_reading) {
  EXPECT_TRUE(rc::check([](std::int64_t position, std::int64_t seq) {
    const PlaceCursor place{position, Uuid::generate(), seq};
    RC_ASSERT(decode_place_cursor(encode_cursor(place)) == place);
  }));
}

TEST(Cursor, one_list_refuses_the_cursor_of_another) {
  EXPECT_FALSE(decode_place_cursor(encode_cursor(ListCursor{Time(milliseconds(5)), Uuid::generate()})));
  EXPECT_FALSE(decode_cursor(encode_cursor(PlaceCursor{5, Uuid::generate(), 1})));
}

}  // namespace
}  // namespace parley
