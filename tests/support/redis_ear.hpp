// Listens on a channel of a Redis server, as a stranger who may subscribe does. Used on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

struct redisContext;

namespace parley::testing {

class RedisEar {
 public:
  // Returns when the subscription is in effect. Throws when the server cannot be reached.
  RedisEar(std::uint16_t port, const std::string& channel);

  // Returns the next message. Throws when none comes in time.
  std::string hear();

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace parley::testing
