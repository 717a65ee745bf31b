// Formats a log line as JSON or as text, without its newline. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/base/log.hpp>
#include <parley/base/time.hpp>

namespace parley::log {

// The limit for one text value, in bytes. A longer text is cut between two characters and ends in "…".
inline constexpr std::size_t kTextBytes = 512;

std::string_view level_name(Level level);

// Returns one JSON object (RFC 8259) on one line, whatever the fields contain:
//   {"time":"2026-01-31T09:05:00.000Z","level":"info","event":"connection.closed","code":1000}
// Bytes that are not UTF-8 become U+FFFD, and a number that is not finite becomes null.
std::string json_line(Time time, Level level, std::string_view event, Fields fields);

// Returns a line for people to read:
//   2026-01-31T09:05:00.000Z info  connection.closed code=1000 reason="going away"
// A text is quoted as in JSON if it contains anything but letters, digits and harmless punctuation, so that no field
// can forge a line or another field.
std::string text_line(Time time, Level level, std::string_view event, Fields fields);

}  // namespace parley::log
