// The WebSocket connections of one event loop, and what they share: the read buffer, the timer wheel, and the lists of
// connections that have something to write. The WebSocketEndpoint owns it; it is used on its loop only.
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

  // Adds a connection and starts it. `leftover` is what the client sent after its handshake.
  void add(const std::shared_ptr<WebSocketConnection>& connection, std::string leftover);
  // Removes a connection, which calls this when its socket is closed.
  void remove(WebSocketConnection& connection);
  // Puts the connection on a flush list. Its flush() is called after the loop has done everything that is ready now.
  // REQUIRES: the connection does not stand on the list.
  void flush(WebSocketConnection& connection, ConnectionFlow::Flush list);
  // Has the connection's wake() called at that time.
  void wake_at(const WebSocketConnection& connection, Instant when) { wheel_.add(connection.number(), when); }

  // Calls retire() of every connection, because the server stops.
  void retire_all();
  // Waits until the last connection has ended; at the deadline it cuts the ones that are left.
  Awaitable<void> drain(Instant deadline);

  std::span<char> read_buffer() { return read_buffer_; }
  // Returns a number for a new connection.
  std::uint64_t next_number() { return ++last_number_; }
  asio::io_context& context() { return context_; }
  TaskGroup& tasks() { return tasks_; }
  const Limits& limits() const { return limits_; }
  Metrics& metrics() { return metrics_; }

 private:
  using FlushList = std::deque<std::shared_ptr<WebSocketConnection>>;

  Awaitable<void> turn_wheel();
  void flush_some();
  std::vector<std::shared_ptr<WebSocketConnection>> all_connections() const;

  asio::io_context& context_;
  const Limits& limits_;
  Metrics& metrics_;
  std::vector<char> read_buffer_;
  std::unordered_map<std::uint64_t, std::shared_ptr<WebSocketConnection>> connections_;
  FlushList soon_;
  FlushList later_;
  TimerWheel wheel_;
  Timer timer_;
  TaskGroup tasks_;
  std::uint64_t last_number_ = 0;
  bool is_flush_posted_ = false;
  bool is_wheel_turning_ = false;
};

}  // namespace parley
