// A TCP proxy on the loopback interface that injects network faults. It runs on a thread of its own; any thread may
// control it. A fault is in effect when the call returns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include <parley/base/time.hpp>

#include "support/traffic_filter.hpp"

namespace parley::testing {

class TcpProxy {
 public:
  // Makes the filter of a new connection. Called on the proxy's thread.
  using FilterFactory = std::function<std::unique_ptr<TrafficFilter>()>;

  // Listens on a free port and forwards to the target port.
  explicit TcpProxy(std::uint16_t target, FilterFactory filters = {});
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;

  // Ends all faults. Data that a stall held back is delivered; a connection that has lost data is reset.
  void heal();
  // Delivers everything later by that time, in each direction.
  void delay(milliseconds time);
  // Writes at most that many bytes at a time.
  void slice(std::size_t bytes);
  // Stops reading and writing without any sign: connections stay open and new ones are accepted.
  void stall();
  // Reads everything and forwards nothing. New connections are accepted.
  void swallow();
  // Resets new connections at once. Existing ones are not affected.
  void refuse();
  // Resets each connection once its client has received that many more bytes.
  void cut_replies_after(std::size_t bytes);
  // Resets all existing connections.
  void reset_connections();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace parley::testing
