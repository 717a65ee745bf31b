// Shares events, presence leases and rates between nodes through Redis. Nothing in Redis is durable: losing it costs
// latency, never a message. The links run on one event loop, on which they are created and shut down; any thread may
// call the parts.
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
  // The servers, as redis://[user[:password]@]host[:port][/database]. Each topic belongs to one of them, and which one
  // depends on host, port and database as they are written. So every node must have the same URLs, in any order.
  std::vector<std::string> urls = {};
  std::string password = {};  // used for URLs that contain none
  seconds connect_timeout{2};
  seconds reply_timeout{2};  // a server that is silent for longer is disconnected
  // Secrets that only the nodes have. They prove that a node has sent a message. A node seals what it sends with the
  // first one, and accepts what is sealed with any of them.
  std::vector<std::string> secrets = {};
  std::size_t queued_bytes = 16 * 1024 * 1024;  // limit per endpoint; above it publications are dropped
};

// Returns whether nobody else can read or change what passes between this process and the server: it is on this
// machine, or a tunnel begins there. Returns true for a URL that cannot be read, because open_redis() refuses it
// anyway.
bool is_protected_redis_link(const std::string& url);

// Holds two connections to each endpoint, one for commands and one for subscriptions, which reconnect by themselves.
class RedisLinks {
 public:
  virtual ~RedisLinks() = default;
  virtual bool are_up() const = 0;
  // Ends the connections. Everything that was published before has been sent then, unless the deadline came first.
  // REQUIRES: it is called once, on the links' loop, before the links and the parts are destroyed.
  virtual Awaitable<void> shut_down(Instant deadline) = 0;
};

// Creates the links, which start to connect and try again until they succeed. Errors: invalid_request for a URL that
// cannot be read or that asks for TLS, which the packaged hiredis (0.14) does not support.
// REQUIRES: there is a secret, and it is called on the loop, or before the loop runs.
Result<std::unique_ptr<RedisLinks>> open_redis(const RedisOptions& options, asio::io_context& loop, Metrics& metrics);

// These create the parts, at most one of each kind. A part refers to the links and gets callbacks from them until they
// are shut down.
// REQUIRES: `links` outlives the part.
std::unique_ptr<EventBus> create_redis_bus(RedisLinks& links);
std::unique_ptr<PresenceLeases> create_redis_leases(RedisLinks& links);
std::unique_ptr<SharedLimits> create_redis_limits(RedisLinks& links);

}  // namespace parley
