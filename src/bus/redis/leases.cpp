#include <algorithm>
#include <mutex>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "bus/redis/command.hpp"
#include "bus/redis/lease_codec.hpp"
#include "bus/redis/links.hpp"
#include "bus/redis/names.hpp"
#include "bus/redis/script.hpp"

namespace parley::redis {
namespace {

// The time to wait for Redis when the leases of other nodes are read.
constexpr milliseconds kReplyTimeout{1000};
// The number of users in one call of a script. Redis serves no other client while a script runs.
constexpr std::size_t kUsersAtOnce = 500;
// The most leases of a user that are read, so that a set that a stranger has filled costs little.
constexpr std::size_t kLeasesOfUser = 100;
constexpr seconds kMarkerLife{60};

// Takes or renews a lease. A user's leases are one sorted set. Its members are sealed (lease_codec.hpp), and the score
// is the time at which the lease expires, in milliseconds on Redis's clock. The script removes expired leases and the
// earlier form of the same lease. The set itself expires with its last lease. KEYS: the user's set. ARGV: the bytes
// with which the lease begins, its life in milliseconds, the member.
const Script& renew_script() {
  static const Script script(R"(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
for _, lease in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(lease, 1, #ARGV[1]) == ARGV[1] then redis.call('ZREM', KEYS[1], lease) end
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[3])
redis.call('PEXPIREAT', KEYS[1], redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
return 1
)");
  return script;
}

// Ends a lease. KEYS: the user's set. ARGV: the bytes with which the lease begins.
const Script& release_script() {
  static const Script script(R"(
for _, lease in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(lease, 1, #ARGV[1]) == ARGV[1] then redis.call('ZREM', KEYS[1], lease) end
end
return 1
)");
  return script;
}

// Returns for each user the number of leases that have not expired, and then these leases. KEYS: the users' sets. ARGV:
// the most leases of a user.
const Script& leases_script() {
  static const Script script(R"(
local time = redis.call('TIME')
local after = string.format('(%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local result = {}
for _, key in ipairs(KEYS) do
  local leases = redis.call('ZRANGEBYSCORE', key, after, '+inf', 'LIMIT', 0, ARGV[1])
  table.insert(result, #leases)
  for _, lease in ipairs(leases) do table.insert(result, lease) end
end
return result
)");
  return script;
}

std::vector<std::string> keys_of(const std::vector<UserId>& users) {
  std::vector<std::string> keys;
  for (const UserId user : users) keys.push_back(lease_key(user));
  return keys;
}

// Keeps the leases of this node's connections in memory too. They are renewed when Redis is back or has lost its data,
// and they answer questions while Redis cannot be reached. Any thread; the mutex guards held_.
class RedisLeases final : public PresenceLeases, LinkObserver {
 public:
  explicit RedisLeases(Links& links) : links_(links) { links.observe_commands(*this); }

  void renew(UserId user, LeaseId lease, PresenceState state, milliseconds life) override;
  void release(UserId user, LeaseId lease) override;
  Awaitable<std::vector<PresenceState>> states(std::vector<UserId> users) override;
  std::size_t local_count() override { return local_->local_count(); }

 private:
  struct Held {
    UserId user;
    PresenceState state;
    Instant until;
  };
  // Users whose leases are in one endpoint, and the index of each in the list that was asked for.
  struct Batch {
    std::size_t endpoint;
    std::vector<UserId> users;
    std::vector<std::size_t> positions;
  };

  void link_up(Link& link) override;
  void link_tick(Link& link) override;
  void check_marker(std::size_t endpoint);
  void renew_all(std::size_t endpoint);
  void send_renewal(UserId user, LeaseId lease, PresenceState state, milliseconds life);
  std::vector<Batch> batches_of(std::span<const UserId> users, std::span<const PresenceState> known) const;
  void raise(std::vector<PresenceState>& states, const Batch& batch, const ScriptResult& answer);
  std::size_t number_of(UserId user) const { return links_.number_of(user.text()); }

  Links& links_;
  const std::string marker_key_ = "parley:presence:node:" + Uuid::generate().text();
  const std::unique_ptr<PresenceLeases> local_ = create_local_leases();
  std::mutex mutex_;
  std::unordered_map<LeaseId, Held> held_;
};

void RedisLeases::renew(UserId user, LeaseId lease, PresenceState state, milliseconds life) {
  local_->renew(user, lease, state, life);
  {
    const std::scoped_lock lock(mutex_);
    held_[lease] = {user, state, Instant::clock::now() + life};
  }
  send_renewal(user, lease, state, life);
}

void RedisLeases::release(UserId user, LeaseId lease) {
  local_->release(user, lease);
  {
    const std::scoped_lock lock(mutex_);
    held_.erase(lease);
  }
  // If Redis does not get this command, the lease expires by itself.
  std::ignore = release_script().run(links_.endpoint(number_of(user)).commands,
                                     {{lease_key(user)}, {lease_prefix(lease)}}, [](const Answer&) {});
}

void RedisLeases::send_renewal(UserId user, LeaseId lease, PresenceState state, milliseconds life) {
  Endpoint& endpoint = links_.endpoint(number_of(user));
  const std::string sealed = close_lease(endpoint.leases, user, lease, state, SystemClock().now() + life);
  // If Redis does not get this command, link_up() renews the lease when the link is up again.
  std::ignore = renew_script().run(endpoint.commands,
                                   {{lease_key(user)}, {lease_prefix(lease), std::to_string(life.count()), sealed}},
                                   [](const Answer&) {});
}

// Asks Redis only for users who have no lease on this node with the state online or above. All endpoints are asked at
// the same time.
Awaitable<std::vector<PresenceState>> RedisLeases::states(std::vector<UserId> users) {
  std::vector<PresenceState> states = co_await local_->states(users);
  const std::vector<Batch> batches = batches_of(users, states);
  std::vector<Script::Question> questions;
  for (const Batch& batch : batches) {
    questions.push_back(
        {&links_.endpoint(batch.endpoint).commands, {keys_of(batch.users), {std::to_string(kLeasesOfUser)}}});
  }
  const auto answers = co_await leases_script().ask(std::move(questions), kReplyTimeout);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    // Without an answer of Redis, the leases of this node decide alone.
    if (answers[i] && answers[i]->numbers.size() == batches[i].users.size()) raise(states, batches[i], *answers[i]);
  }
  co_return states;
}

// Raises the states of a batch to what the leases in the answer say. Leases that no node has sealed say nothing.
void RedisLeases::raise(std::vector<PresenceState>& states, const Batch& batch, const ScriptResult& answer) {
  const Seal& seal = links_.endpoint(batch.endpoint).leases;
  const Time now = SystemClock().now();
  auto lease = answer.texts.begin();
  for (std::size_t user = 0; user < batch.users.size(); ++user) {
    PresenceState& state = states[batch.positions[user]];
    for (auto left = answer.numbers[user]; left > 0 && lease != answer.texts.end(); --left, ++lease) {
      const PresenceState said = open_lease(seal, batch.users[user], *lease, now);
      if (said == PresenceState::offline) links_.metrics().redis_refused.add();
      state = std::max(state, said);
    }
  }
}

std::vector<RedisLeases::Batch> RedisLeases::batches_of(std::span<const UserId> users,
                                                        std::span<const PresenceState> known) const {
  std::vector<Batch> batches;
  std::unordered_map<std::size_t, std::size_t> open;  // for each endpoint, the index of the batch that has room
  for (std::size_t position = 0; position < users.size(); ++position) {
    if (known[position] >= PresenceState::online) continue;
    const std::size_t endpoint = number_of(users[position]);
    const auto [at, is_new] = open.try_emplace(endpoint, batches.size());
    if (is_new || batches[at->second].users.size() == kUsersAtOnce) {
      at->second = batches.size();
      batches.push_back({endpoint, {}, {}});
    }
    batches[at->second].users.push_back(users[position]);
    batches[at->second].positions.push_back(position);
  }
  return batches;
}

// Leases that were renewed while the link was down are not in Redis yet.
void RedisLeases::link_up(Link& link) { renew_all(link.endpoint()); }

void RedisLeases::link_tick(Link& link) { check_marker(link.endpoint()); }

// Checks whether Redis still has its data. SET with GET returns the marker that the previous tick has written. If it is
// missing although it has not expired, Redis was flushed or replaced, and the leases are lost with it.
void RedisLeases::check_marker(std::size_t endpoint) {
  const auto answered = [this, endpoint](const redisReply* reply) {
    if (reply != nullptr && reply->type == REDIS_REPLY_NIL) renew_all(endpoint);
  };
  std::ignore = links_.endpoint(endpoint).commands.send(
      encode_command({"SET", marker_key_, "1", "EX", std::to_string(kMarkerLife.count()), "GET"}), answered);
}

// Renews every lease of this node that is in the endpoint and has not expired, for the rest of its life.
void RedisLeases::renew_all(std::size_t endpoint) {
  const Instant now = Instant::clock::now();
  std::vector<std::pair<LeaseId, Held>> living;
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(held_, [&](const auto& entry) { return entry.second.until <= now; });
    for (const auto& entry : held_) {
      if (number_of(entry.second.user) == endpoint) living.emplace_back(entry);
    }
  }
  for (const auto& [lease, held] : living) {
    send_renewal(held.user, lease, held.state, std::chrono::ceil<milliseconds>(held.until - now));
  }
}

}  // namespace
}  // namespace parley::redis

namespace parley {

std::unique_ptr<PresenceLeases> create_redis_leases(RedisLinks& links) {
  return std::make_unique<redis::RedisLeases>(static_cast<redis::Links&>(links));
}

}  // namespace parley
