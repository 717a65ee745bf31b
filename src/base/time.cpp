#include <parley/base/time.hpp>

#include <algorithm>
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

// Takes ".123456789" from the front of `text`. Returns zero if no point stands there, and nothing if the point is not
// followed by one to nine digits.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) return milliseconds(0);
  const std::size_t count = std::min(text.find_first_not_of("0123456789", 1), text.size()) - 1;
  if (count < 1 || count > 9) return std::nullopt;
  int value = 0;
  for (std::size_t at = 1; at <= 3; ++at) value = value * 10 + (at <= count ? text[at] - '0' : 0);
  text.remove_prefix(1 + count);
  return milliseconds(value);
}

// Reads "Z", "+05:30" or "-08:00" as what has to be subtracted to get UTC.
std::optional<std::chrono::minutes> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return std::chrono::minutes(0);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = digits(text, 1, 2), minutes = digits(text, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::chrono::minutes offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return text[0] == '-' ? -offset : offset;
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

// The letters T and Z may be small (RFC 3339 §5.6). A date and a time of day that do not exist are refused; the second
// 60 is a leap second and counts as the first one of the next minute. Digits below a millisecond are left out.
std::optional<Time> parse_time(std::string_view text) {
  // 1. The date and the time of day have fixed places: 2026-01-31T09:05:00.
  constexpr std::size_t kFixed = 19;
  if (text.size() <= kFixed || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  text.remove_prefix(kFixed);
  // 2. A fraction of a second may follow, and the offset from UTC must follow.
  const auto fraction = take_fraction(text);
  const auto offset = parse_offset(text);
  if (!fraction || !offset) return std::nullopt;
  const Time time = std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                    seconds(*second) + *fraction - *offset;
  // 3. format_time() must be able to write it, which an offset can prevent at both ends of the calendar.
  const std::chrono::year_month_day in_utc(std::chrono::floor<std::chrono::days>(time));
  if (in_utc.year() < std::chrono::year(0) || in_utc.year() > std::chrono::year(9999)) return std::nullopt;
  return time;
}

}  // namespace parley
