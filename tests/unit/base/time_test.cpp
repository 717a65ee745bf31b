#include <parley/base/time.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

Time at(std::int64_t milliseconds_since_1970) { return Time(milliseconds(milliseconds_since_1970)); }

TEST(TimeText, has_every_digit_in_its_place) {
  EXPECT_EQ(format_time(at(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_time(at(1'769'850'300'000)), "2026-01-31T09:05:00.000Z");
  EXPECT_EQ(format_time(at(1'709'251'199'987)), "2024-02-29T23:59:59.987Z");
  EXPECT_EQ(format_time(at(253'402'300'799'999)), "9999-12-31T23:59:59.999Z");
}

TEST(TimeText, goes_back_beyond_1970) {
  EXPECT_EQ(format_time(at(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time(at(-62'167'219'200'000)), "0000-01-01T00:00:00.000Z");
}

TEST(TimeText, is_read_as_the_time_it_was_written_from) {
  for (std::int64_t when = -62'167'219'200'000; when <= 253'402'300'799'999; when += 7'919'123'456'789 / 31) {
    EXPECT_EQ(parse_time(format_time(at(when))), at(when));
  }
}

}  // namespace
}  // namespace parley
