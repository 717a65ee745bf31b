// Listens on a channel of a Redis server, as a stranger who may subscribe does. Used on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

struct redisContext;

namespace parley::testing {

class RedisEar {
 public:
  struct Message {
    std::string channel;
    std::string text;
  };

  // Listens on a channel, or on all channels that a pattern such as parley:* describes. Returns when the subscription
  // is in effect. Throws when the server cannot be reached.
  RedisEar(std::uint16_t port, const std::string& channel, bool is_pattern = false);

  // Returns the next message. Throws when none comes in time.
  Message hear_message();
  std::string hear() { return hear_message().text; }

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace parley::testing
