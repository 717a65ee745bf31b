// What nodes share through Redis: events, presence leases, rates. Nothing durable: losing Redis costs latency, never a
// message. The links run on one event loop, made and shut down there; the parts may be called from any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <parley/base/metrics.hpp>
#include <parley/base/task.hpp>
#include <parley/bus/event_bus.hpp>
#include <parley/bus/presence_leases.hpp>
#include <parley/bus/shared_limits.hpp>

namespace parley {

struct RedisOptions {
  // redis://[user[:password]@]host[:port][/database]; a topic belongs to one of them. The same texts on every node, in
  // any order: which one has a topic depends on host, port and database as they are written.
  std::vector<std::string> urls = {};
  std::string password = {};  // where it is not in a URL
  seconds connect_timeout{2};
  seconds reply_timeout{2};  // a server that is silent for longer is given up
  std::size_t queued_bytes = 16 * 1024 * 1024;  // waiting for one endpoint; beyond it publications are dropped
};

// Two connections to each endpoint, one for commands and one for subscriptions, which connect again by themselves.
class RedisLinks {
 public:
  virtual ~RedisLinks() = default;
  virtual bool are_up() const = 0;
  // On the links' loop, once, before they or the parts are destroyed. Ends the connections; what was published before
  // has been sent, unless the deadline came first.
  virtual Awaitable<void> shut_down(Instant deadline) = 0;
};

// To be called on the loop, or before it runs. Starts to connect, and goes on doing so for as long as it takes. Error:
// invalid_request for a URL that cannot be read or asks for what the packaged hiredis lacks (TLS).
Result<std::unique_ptr<RedisLinks>> open_redis(const RedisOptions& options, asio::io_context& loop, Metrics& metrics);

// Each refers to the links, which outlive it, and is called back by them until they are shut down. One of each kind.
std::unique_ptr<EventBus> create_redis_bus(RedisLinks& links);
std::unique_ptr<PresenceLeases> create_redis_leases(RedisLinks& links);
std::unique_ptr<SharedLimits> create_redis_limits(RedisLinks& links);

}  // namespace parley
