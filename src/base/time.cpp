#include <parley/base/time.hpp>

#include <cassert>
#include <charconv>

namespace parley {
namespace {

// Reads `count` decimal digits at `from`. Returns nothing if one of them is not a digit; std::from_chars alone would
// accept a minus sign.
std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  const char* begin = text.data() + from;
  const auto [end, error] = std::from_chars(begin, begin + count, value);
  if (error != std::errc{} || end != begin + count || *begin == '-') return std::nullopt;
  return value;
}

// Writes the last `count` decimal digits of `number` over the characters at `from`.
void put_digits(std::string& text, std::size_t from, std::size_t count, std::int64_t number) {
  for (std::size_t at = from + count; at-- > from; number /= 10) text[at] = static_cast<char>('0' + number % 10);
}

}  // namespace

// This is written by hand because every event and every reply contains times, and std::format would interpret a format
// string for each of them.
std::string format_time(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  assert(date.year() >= std::chrono::year(0) && date.year() <= std::chrono::year(9999));
  std::string text = "0000-00-00T00:00:00.000Z";
  put_digits(text, 0, 4, static_cast<int>(date.year()));
  put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
  put_digits(text, 11, 2, clock.hours().count());
  put_digits(text, 14, 2, clock.minutes().count());
  put_digits(text, 17, 2, clock.seconds().count());
  put_digits(text, 20, 3, clock.subseconds().count());
  return text;
}

std::optional<Time> parse_time(std::string_view text) {
  // 1. The length and the separators must match the fixed form.
  if (text.size() != 24 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != '.' || text[23] != 'Z') {
    return std::nullopt;
  }
  // 2. Every other character must be a digit.
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  const auto millisecond = digits(text, 20, 3);
  if (!year || !month || !day || !hour || !minute || !second || !millisecond) return std::nullopt;
  // 3. The numbers must name a day of the calendar and a time of day; leap seconds are refused.
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) + seconds(*second) +
         milliseconds(*millisecond);
}

}  // namespace parley
