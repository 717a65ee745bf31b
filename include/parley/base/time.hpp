// Defines the two kinds of time: a Time is a wall-clock time in milliseconds since 1970 in UTC, an Instant is a point
// on the monotonic clock and measures waiting. Pure code takes the time as an argument; other code asks a Clock, so
// that a test can set the time. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

using std::chrono::milliseconds;
using std::chrono::seconds;

using Time = std::chrono::sys_time<milliseconds>;
using Instant = std::chrono::steady_clock::time_point;

// The source of wall-clock time. Implementations are safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); }
};

// Writes a time as RFC 3339 in UTC with milliseconds: 2026-01-31T09:05:00.000Z.
// REQUIRES: the year is between 0 and 9999.
std::string format_time(Time time);
// Reads a time in any form of RFC 3339 §5.6: with zero to nine digits of a second's fraction and any offset from UTC.
// Returns nothing for any other form, and for a date or time of day that does not exist.
std::optional<Time> parse_time(std::string_view text);

}  // namespace parley
