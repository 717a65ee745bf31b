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

TEST(TimeText, is_read_with_any_fraction_of_a_second) {
  const Time whole = at(1'769'850'300'000);
  EXPECT_EQ(parse_time("2026-01-31T09:05:00Z"), whole);
  EXPECT_EQ(parse_time("2026-01-31T09:05:00.5Z"), whole + milliseconds(500));
  EXPECT_EQ(parse_time("2026-01-31T09:05:00.12Z"), whole + milliseconds(120));
  EXPECT_EQ(parse_time("2026-01-31T09:05:00.123456Z"), whole + milliseconds(123));
  EXPECT_EQ(parse_time("2026-01-31T09:05:00.999999999Z"), whole + milliseconds(999));
}

TEST(TimeText, is_read_with_any_offset) {
  const Time whole = at(1'769'850'300'000);
  EXPECT_EQ(parse_time("2026-01-31T09:05:00+00:00"), whole);
  EXPECT_EQ(parse_time("2026-01-31T09:05:00-00:00"), whole);
  EXPECT_EQ(parse_time("2026-01-31T14:35:00+05:30"), whole);
  EXPECT_EQ(parse_time("2026-01-30T23:05:00.250-10:00"), whole + milliseconds(250));
  EXPECT_EQ(parse_time("2026-01-31t09:05:00z"), whole);
}

TEST(TimeText, counts_a_leap_second_as_the_next_minute) {
  EXPECT_EQ(parse_time("2016-12-31T23:59:60Z"), parse_time("2017-01-01T00:00:00Z"));
}

TEST(TimeText, is_refused_in_any_other_form) {
  for (const std::string_view text : {"",
                                      "Z",
                                      "2026-01-31",
                                      "2026-01-31T09:05Z",
                                      "2026-01-31T09:05:00",
                                      "2026-01-31 09:05:00Z",
                                      "2026-01-31T09:05:00.Z",
                                      "2026-01-31T09:05:00.1234567890Z",
                                      "2026-01-31T09:05:00,5Z",
                                      "2026-01-31T09:05:00+0530",
                                      "2026-01-31T09:05:00+5:30",
                                      "2026-01-31T09:05:00+24:00",
                                      "2026-01-31T09:05:00+01:60",
                                      "2026-01-31T09:05:00ZZ",
                                      "2026-01-31T09:05:00Z ",
                                      " 2026-01-31T09:05:00Z",
                                      "2026-02-30T09:05:00Z",
                                      "2026-13-01T09:05:00Z",
                                      "2026-01-31T24:00:00Z",
                                      "2026-01-31T09:60:00Z",
                                      "2026-01-31T09:05:61Z",
                                      "+026-01-31T09:05:00Z",
                                      "2026--1-31T09:05:00Z",
                                      "2026-01-31T09:05:00.-5Z",
                                      "10000-01-01T00:00:00Z"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

TEST(TimeText, is_refused_if_its_offset_leads_out_of_the_calendar) {
  EXPECT_EQ(parse_time("0000-01-01T00:00:00+00:01"), std::nullopt);
  EXPECT_EQ(parse_time("9999-12-31T23:59:59-00:01"), std::nullopt);
}

}  // namespace
}  // namespace parley
