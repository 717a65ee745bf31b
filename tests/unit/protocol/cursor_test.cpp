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
