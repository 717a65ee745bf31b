#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "bus/redis/links.hpp"
#include "bus/redis/names.hpp"
#include "bus/redis/script.hpp"

namespace parley::redis {
namespace {

// The time that a request waits for its limit. After that, this node's own counts decide.
constexpr milliseconds kReplyTimeout{250};

// Takes a token with the generic cell rate algorithm (ITU-T I.371 annex A), as base/token_bucket.hpp does, but in
// microseconds on Redis's clock. The key holds the time at which the bucket will be full again, and expires at that
// time. No node writes a time that is later than an empty bucket needs: another program did, and the value does not
// count. Returns the milliseconds to wait, or 0 if the token was taken. KEYS: the bucket. ARGV: the time in which one
// token comes back, the time in which an empty bucket becomes full.
const Script& take_script() {
  static const Script script(R"(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost, allowed = tonumber(ARGV[1]), tonumber(ARGV[2])
local full_at = tonumber(redis.call('GET', KEYS[1]) or now) or now
local full_in = math.max(full_at - now, 0)
if full_in > allowed then full_in = 0 end
full_in = full_in + cost
if full_in > allowed then return math.ceil((full_in - allowed) / 1000) end
redis.call('SET', KEYS[1], string.format('%.0f', now + full_in), 'PX', string.format('%.0f', math.ceil(full_in / 1000)))
return 0
)");
  return script;
}

// Puts a token back: the bucket will be full earlier by the time in which one token comes back. KEYS: the bucket. ARGV:
// that time in microseconds, the time in which an empty bucket becomes full.
const Script& give_back_script() {
  static const Script script(R"(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full_in = (tonumber(redis.call('GET', KEYS[1]) or now) or now) - now
if full_in > tonumber(ARGV[2]) then full_in = 0 end
full_in = full_in - tonumber(ARGV[1])
if full_in <= 0 then return redis.call('DEL', KEYS[1]) end
redis.call('SET', KEYS[1], string.format('%.0f', now + full_in), 'PX', string.format('%.0f', math.ceil(full_in / 1000)))
return 0
)");
  return script;
}

struct Cost {
  double token;  // microseconds in which one token comes back
  double allowed;  // microseconds in which an empty bucket becomes full
};

// A bucket with less than one token would refuse every request, so there a request costs the whole bucket.
Cost cost_of(TokenRate rate) {
  const double one = std::ceil(1e6 / rate.per_second);
  return {std::ceil(std::min(1.0, rate.burst) * one), std::ceil(rate.burst * one)};
}

// Limits rates over all nodes, and over this node alone while Redis cannot be reached. Any thread.
class RedisLimits final : public SharedLimits {
 public:
  explicit RedisLimits(Links& links) : links_(links) {}

  // A request that Redis allows is counted on this node too. So the node's own buckets are right when Redis fails, and
  // requests that were allowed without Redis still count afterwards.
  Awaitable<std::optional<milliseconds>> take(std::string key, TokenRate rate) override {
    if (rate.per_second == 0) co_return std::nullopt;
    const auto answers = co_await take_script().ask(question(key, rate), kReplyTimeout);
    const Answer& wait = answers.front();
    if (wait && wait->numbers.front() > 0) co_return milliseconds(wait->numbers.front());
    co_return co_await local_->take(std::move(key), rate);
  }

  Awaitable<void> give_back(std::string key, TokenRate rate) override {
    if (rate.per_second == 0) co_return;
    co_await give_back_script().ask(question(key, rate), kReplyTimeout);
    co_await local_->give_back(std::move(key), rate);
  }

 private:
  std::vector<Script::Question> question(const std::string& key, TokenRate rate) {
    const Cost cost = cost_of(rate);
    std::vector<Script::Question> questions;
    questions.push_back({&links_.endpoint_of(key).commands,
                         {{limit_key(key)}, {fmt::format("{:.0f}", cost.token), fmt::format("{:.0f}", cost.allowed)}}});
    return questions;
  }

  Links& links_;
  const std::unique_ptr<SharedLimits> local_ = create_local_limits();
};

}  // namespace
}  // namespace parley::redis

namespace parley {

std::unique_ptr<SharedLimits> create_redis_limits(RedisLinks& links) {
  return std::make_unique<redis::RedisLimits>(static_cast<redis::Links&>(links));
}

}  // namespace parley
