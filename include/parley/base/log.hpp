// Structured logging: an event's name and its fields, one line each on stderr; the process has one log. Any thread.
//
//   log::info("connection.closed", {{"connection", id}, {"code", 1000}});
//
// A line is handed to a thread of its own through a bounded queue, so that a slow terminal or a full pipe never stops
// an event loop; when the queue is full the oldest lines are dropped and counted. Below the level a call costs one
// relaxed load.
//
// Never log a token, a password, a cookie, a message's or a request's body, nor a URL with its query. There is no
// overload for bytes, headers, requests or JSON, and long text is cut, but the promise is the caller's: log ids, codes,
// counts and durations. Cancellation is no error and is not logged.
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

// `automatic` is text where stderr is a terminal and JSON elsewhere.
enum class Format { automatic, json, text };

// Text is borrowed: it must live until the call returns, as a temporary in the argument does.
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
  // In milliseconds, with their fraction.
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

// Before the first call, lines from `info` on go out as by Format::automatic, on the caller's thread. To be called by
// the composition root, while nobody else logs.
void configure(Level level, Format format);
// Waits until what was logged so far has been written, and writes on the caller's thread from then on. The last thing
// before the process ends.
void finish();
// Lines lost to a full queue since the start.
std::uint64_t dropped_lines();

namespace detail {
inline constinit std::atomic<Level> threshold{Level::info};
void write(Level level, std::string_view event, Fields fields);
}  // namespace detail

inline bool enabled(Level level) { return level >= detail::threshold.load(std::memory_order_relaxed); }

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
