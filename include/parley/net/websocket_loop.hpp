// The WebSocket connections of one event loop, and what they share: the read buffer, the timer wheel, the list of those
// with something to write. Owned by the WebSocketEndpoint; used on its loop only.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/base/task_group.hpp>
#include <parley/base/timer_wheel.hpp>
#include <parley/net/websocket_connection.hpp>

namespace parley {

class WebSocketLoop {
 public:
  WebSocketLoop(asio::io_context& context, const Limits& limits, Metrics& metrics);

  void add(const std::shared_ptr<WebSocketConnection>& session, std::string leftover);
  // Called by a session whose socket is closed.
  void remove(WebSocketConnection& session);
  // Has the session's flush() called when everything that is ready now has been done: soon, for somebody who waits for
  // an answer, or after those who came before it.
  void flush_soon(WebSocketConnection& session);
  void flush_later(WebSocketConnection& session);
  void wake_at(const WebSocketConnection& session, Instant when) { wheel_.add(session.number(), when); }

  void retire_all();
  // Waits for the last session to go; at the deadline it cuts those that are left.
  Awaitable<void> drain(Instant deadline);

  std::span<char> read_buffer() { return read_buffer_; }
  std::uint64_t next_number() { return ++last_number_; }
  asio::io_context& context() { return context_; }
  TaskGroup& tasks() { return tasks_; }
  const Limits& limits() const { return limits_; }
  Metrics& metrics() { return metrics_; }

 private:
  using FlushList = std::deque<std::shared_ptr<WebSocketConnection>>;

  Awaitable<void> turn_wheel();
  void add_to(FlushList& list, WebSocketConnection& session);
  void flush_some();
  std::vector<std::shared_ptr<WebSocketConnection>> all_sessions() const;

  asio::io_context& context_;
  const Limits& limits_;
  Metrics& metrics_;
  std::vector<char> read_buffer_;
  std::unordered_map<std::uint64_t, std::shared_ptr<WebSocketConnection>> sessions_;
  FlushList answered_;  // flushed before the others
  FlushList dirty_;
  TimerWheel wheel_;
  Timer timer_;
  TaskGroup tasks_;
  std::uint64_t last_number_ = 0;
  bool flush_is_due_ = false;
  bool turning_ = false;
};

}  // namespace parley
