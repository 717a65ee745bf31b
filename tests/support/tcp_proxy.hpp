// A TCP proxy on the loopback that injects the faults of a network. It runs on a thread of its own; any thread may
// steer it, and what was asked for is in effect when the call returns.
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

  // Listens on a free port and forwards to this one.
  explicit TcpProxy(std::uint16_t target, FilterFactory filters = {});
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;

  // Ends all faults. What a stall held back goes on; a connection that has lost something is reset.
  void heal();
  // Everything arrives so much later, each way.
  void delay(milliseconds time);
  // Nothing is written in more than so many bytes at a time.
  void slice(std::size_t bytes);
  // Nothing is read or written any more, and nobody is told: connections stay, new ones are accepted.
  void stall();
  // Everything is read, and lost. New connections are accepted.
  void swallow();
  // New connections are reset at once. Those that stand are left alone.
  void refuse();
  // Each connection is reset once it has given its client so many bytes more.
  void cut_replies_after(std::size_t bytes);
  // Resets all that stand.
  void reset_connections();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace parley::testing
