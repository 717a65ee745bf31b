#include <stdexcept>

#include <hiredis/hiredis.h>

#include "support/process.hpp"
#include "support/redis_ear.hpp"

namespace parley::testing {
namespace {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

}  // namespace

void RedisEar::Free::operator()(redisContext* context) const { redisFree(context); }

RedisEar::RedisEar(std::uint16_t port, const std::string& channel, bool is_pattern) {
  const timeval patience{kPatience.count(), 0};
  context_.reset(redisConnectWithTimeout("127.0.0.1", port, patience));
  if (!context_ || context_->err != 0) throw std::runtime_error("redis-server cannot be reached");
  redisSetTimeout(context_.get(), patience);
  const Reply confirmed(static_cast<redisReply*>(
      redisCommand(context_.get(), is_pattern ? "PSUBSCRIBE %s" : "SUBSCRIBE %s", channel.c_str())));
  if (!confirmed || confirmed->type != REDIS_REPLY_ARRAY) throw std::runtime_error("the subscription failed");
}

RedisEar::Message RedisEar::hear_message() {
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK) throw std::runtime_error("no message came in time");
  const Reply message(static_cast<redisReply*>(raw));
  // A pattern stands before the channel.
  const std::size_t count = message->elements;
  if (message->type != REDIS_REPLY_ARRAY || count < 3) throw std::runtime_error("this is no message");
  const redisReply& channel = *message->element[count - 2];
  const redisReply& text = *message->element[count - 1];
  return {{channel.str, channel.len}, {text.str, text.len}};
}

}  // namespace parley::testing
