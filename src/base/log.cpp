#include <parley/base/log.hpp>

#include <memory>
#include <unistd.h>
#include <utility>

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <parley/base/log_line.hpp>

namespace parley::log {
namespace {

// The number of lines that may wait for stderr. They take about 2 MB and hold a few seconds of a busy server.
constexpr std::size_t kQueuedLines = 4096;

bool wants_json(Format format) {
  return format == Format::json || (format == Format::automatic && isatty(STDERR_FILENO) == 0);
}

std::shared_ptr<spdlog::sinks::sink> stderr_sink() {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink->set_pattern("%v");
  return sink;
}

struct Log {
  bool json = wants_json(Format::automatic);
  std::shared_ptr<spdlog::sinks::sink> sink = stderr_sink();
  std::shared_ptr<spdlog::details::thread_pool> thread;
  std::shared_ptr<spdlog::logger> logger = std::make_shared<spdlog::logger>("parley", sink);
  std::uint64_t dropped_before = 0;
};

Log& instance() {
  static Log log;
  return log;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warn: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::off: return spdlog::level::off;
  }
  return spdlog::level::off;
}

}  // namespace

void configure(Level level, Format format) {
  finish();
  Log& log = instance();
  log.json = wants_json(format);
  log.thread = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
  log.logger = std::make_shared<spdlog::async_logger>("parley", log.sink, log.thread,
                                                      spdlog::async_overflow_policy::overrun_oldest);
  // spdlog accepts every line, because detail::threshold has already decided before the line was formatted.
  log.logger->set_level(spdlog::level::trace);
  detail::threshold.store(level, std::memory_order_relaxed);
}

void finish() {
  Log& log = instance();
  if (!log.thread) return;
  log.dropped_before += log.thread->overrun_counter();
  // Queued lines refer to the logger that queued them. It must live until the background thread, which writes the
  // remaining lines when it ends, has ended.
  const auto queued_by = std::exchange(log.logger, std::make_shared<spdlog::logger>("parley", log.sink));
  log.thread.reset();
}

std::uint64_t dropped_lines() {
  const Log& log = instance();
  return log.dropped_before + (log.thread ? log.thread->overrun_counter() : 0);
}

void detail::write(Level level, std::string_view event, Fields fields) {
  const Log& log = instance();
  const Time now = SystemClock().now();
  log.logger->log(spdlog_level(level),
                  log.json ? json_line(now, level, event, fields) : text_line(now, level, event, fields));
}

}  // namespace parley::log
