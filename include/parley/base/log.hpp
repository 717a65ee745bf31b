// Writes structured log lines to stderr: each line has an event name and fields. The process has one log; any thread
// may write to it.
//
//   log::info("connection.closed", {{"connection", id}, {"code", 1000}});
//
// A background thread writes the lines, which it gets through a bounded queue, so that a slow terminal or a full pipe
// never stops an event loop. If the queue is full, the oldest lines are dropped and counted. A call below the log level
// costs one relaxed load.
//
// Never log a token, a password, a cookie, the body of a message or request, or a URL with its query. There is no
// overload for bytes, headers, requests or JSON, and long text is cut, but the caller is responsible: log ids, codes,
// counts and durations. Cancellation is not an error and is not logged.
#pragma once

#include <atomic>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include <parley/base/uuid.hpp>

namespace parley::log {

enum class Level { debug, info, warn, error, off };

// `automatic` means text if stderr is a terminal, otherwise JSON.
enum class Format { automatic, json, text };

// A field's value. It refers to a text without copying it, so the text must live until the logging call returns, which
// a temporary in the call's arguments does.
class Value {
 public:
  using Content = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool, Uuid>;

  Value(std::string_view text) : content_(text) {}
  Value(const std::string& text) : content_(std::string_view(text)) {}
  Value(const char* text) : content_(std::string_view(text)) {}
  Value(std::same_as<bool> auto truth) : content_(truth) {}
  Value(std::floating_point auto number) : content_(static_cast<double>(number)) {}
  template <std::signed_integral Number>
  Value(Number number) : content_(static_cast<std::int64_t>(number)) {}
  template <std::unsigned_integral Number>
    requires(!std::same_as<Number, bool>)
  Value(Number number) : content_(static_cast<std::uint64_t>(number)) {}
  Value(const Uuid& uuid) : content_(uuid) {}
  template <class Tag>
  Value(const Id<Tag>& id) : content_(id.uuid()) {}
  // Durations are logged in milliseconds with their fraction.
  template <class Number, class Period>
  Value(std::chrono::duration<Number, Period> duration)
      : content_(std::chrono::duration<double, std::milli>(duration).count()) {}

  const Content& content() const { return content_; }

 private:
  Content content_;
};

struct Field {
  std::string_view name;
  Value value;
};

using Fields = std::initializer_list<Field>;

// Sets the lowest level that is written and the format, and starts the background thread. Before the first call, lines
// of level `info` and above are written in Format::automatic on the caller's thread.
// REQUIRES: no other thread logs during the call. The composition root calls it.
void configure(Level level, Format format);
// Waits until all queued lines have been written and ends the background thread; later lines are written on the
// caller's thread. The process calls it last.
// REQUIRES: no other thread logs during the call.
void finish();
// Returns the number of lines that were dropped from a full queue since the start.
std::uint64_t dropped_lines();

namespace detail {
inline constinit std::atomic<Level> threshold{Level::info};
void write(Level level, std::string_view event, Fields fields);
}  // namespace detail

// Returns whether lines of that level are written.
inline bool enabled(Level level) { return level >= detail::threshold.load(std::memory_order_relaxed); }

// These write a line. `event` names what happened, as "part.event" in snake_case.
inline void debug(std::string_view event, Fields fields = {}) {
  if (enabled(Level::debug)) detail::write(Level::debug, event, fields);
}
inline void info(std::string_view event, Fields fields = {}) {
  if (enabled(Level::info)) detail::write(Level::info, event, fields);
}
inline void warn(std::string_view event, Fields fields = {}) {
  if (enabled(Level::warn)) detail::write(Level::warn, event, fields);
}
inline void error(std::string_view event, Fields fields = {}) {
  if (enabled(Level::error)) detail::write(Level::error, event, fields);
}

}  // namespace parley::log
