// A log line as text, without its newline. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/base/log.hpp>
#include <parley/base/time.hpp>

namespace parley::log {

// Of one text value; what is longer is cut at a character and ends in "…".
inline constexpr std::size_t kTextBytes = 512;

std::string_view level_name(Level level);

// {"time":"2026-01-31T09:05:00.000Z","level":"info","event":"connection.closed","code":1000}: one JSON object (RFC
// 8259) on one line, whatever the fields hold. What is no UTF-8 becomes U+FFFD, a number that is not finite becomes
// null.
std::string json_line(Time time, Level level, std::string_view event, Fields fields);

// 2026-01-31T09:05:00.000Z info  connection.closed code=1000 reason="going away": for people. Text with anything but
// letters, digits and harmless punctuation is quoted as in JSON, so that no field can forge a line.
std::string text_line(Time time, Level level, std::string_view event, Fields fields);

}  // namespace parley::log
