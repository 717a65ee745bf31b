// Wall-clock times are milliseconds since 1970 in UTC; waiting is measured on the monotonic clock. Pure code takes the
// time as an argument; the rest asks a Clock, so that a test can say what time it is.
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

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); }
};

// RFC 3339 in UTC with milliseconds: 2026-01-31T09:05:00.000Z.
std::string format_time(Time time);
std::optional<Time> parse_time(std::string_view text);

}  // namespace parley
