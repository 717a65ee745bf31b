#include <algorithm>
#include <mutex>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "bus/redis/command.hpp"
#include "bus/redis/links.hpp"
#include "bus/redis/names.hpp"
#include "bus/redis/script.hpp"

namespace parley::redis {
namespace {

// How long the other nodes' leases are waited for.
constexpr milliseconds kPatience{1000};
// Users in one call of a script: it holds up everybody else who asks the server.
constexpr std::size_t kUsersAtOnce = 500;
constexpr seconds kMarkerLife{60};

// A user's leases are one sorted set, each with the end of its life on Redis' clock as its score; the set goes with the
// last of them.
const Script& renew_script() {
  static const Script script(R"(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
redis.call('PEXPIREAT', KEYS[1], redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
return 1
)");
  return script;
}

// For each user, how many leases live.
const Script& count_script() {
  static const Script script(R"(
local time = redis.call('TIME')
local after = string.format('(%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local counts = {}
for number, key in ipairs(KEYS) do counts[number] = redis.call('ZCOUNT', key, after, '+inf') end
return counts
)");
  return script;
}

std::vector<std::string> keys_of(const std::vector<UserId>& users) {
  std::vector<std::string> keys;
  for (const UserId user : users) keys.push_back(lease_key(user));
  return keys;
}

// The leases taken here are kept here as well: they are renewed when Redis has come back or has lost its memory, and
// they answer while it is away.
class RedisLeases final : public PresenceLeases, LinkObserver {
 public:
  explicit RedisLeases(Links& links) : links_(links) { links.observe_commands(*this); }

  void renew(UserId user, LeaseId lease, milliseconds life) override;
  void release(UserId user, LeaseId lease) override;
  Awaitable<std::vector<UserId>> online(std::vector<UserId> users) override;
  std::size_t local_count() override { return local_->local_count(); }

 private:
  struct Held {
    UserId user;
    Instant until;
  };
  // Users of one endpoint.
  struct Batch {
    std::size_t endpoint;
    std::vector<UserId> users;
  };

  void link_up(Link& link) override;
  void link_tick(Link& link) override;
  void mark(std::size_t endpoint);
  void renew_all(std::size_t endpoint);
  void send_renewal(UserId user, LeaseId lease, milliseconds life);
  std::vector<Batch> batches_of(std::span<const UserId> users) const;
  std::size_t number_of(UserId user) const { return links_.number_of(user.text()); }

  Links& links_;
  const std::string marker_key_ = "parley:presence:node:" + Uuid::generate().text();
  const std::unique_ptr<PresenceLeases> local_ = create_local_leases();
  std::mutex mutex_;
  std::unordered_map<LeaseId, Held> held_;
};

void RedisLeases::renew(UserId user, LeaseId lease, milliseconds life) {
  local_->renew(user, lease, life);
  {
    const std::scoped_lock lock(mutex_);
    held_[lease] = {user, Instant::clock::now() + life};
  }
  send_renewal(user, lease, life);
}

void RedisLeases::release(UserId user, LeaseId lease) {
  local_->release(user, lease);
  {
    const std::scoped_lock lock(mutex_);
    held_.erase(lease);
  }
  // Where Redis does not hear of it, the lease runs out.
  std::ignore =
      links_.endpoint(number_of(user)).commands.send(encode_command({"ZREM", lease_key(user), lease.text()}), {});
}

void RedisLeases::send_renewal(UserId user, LeaseId lease, milliseconds life) {
  // Where Redis does not hear of it, it will when the link is up again.
  std::ignore =
      renew_script().run(links_.endpoint(number_of(user)).commands,
                         {{lease_key(user)}, {lease.text(), std::to_string(life.count())}}, [](const Numbers&) {});
}

// Those who are online here need no question; the others are asked for, everywhere at once.
Awaitable<std::vector<UserId>> RedisLeases::online(std::vector<UserId> users) {
  std::vector<UserId> online = co_await local_->online(users);
  const std::unordered_set<UserId> here(online.begin(), online.end());
  std::erase_if(users, [&](UserId user) { return here.contains(user); });
  const std::vector<Batch> batches = batches_of(users);
  std::vector<Script::Question> questions;
  for (const Batch& batch : batches) {
    questions.push_back({&links_.endpoint(batch.endpoint).commands, {keys_of(batch.users), {}}});
  }
  const auto answers = co_await count_script().ask(std::move(questions), kPatience);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const auto& users_asked = batches[i].users;
    if (!answers[i] || answers[i]->size() != users_asked.size()) continue;
    for (std::size_t user = 0; user < users_asked.size(); ++user) {
      if ((*answers[i])[user] > 0) online.push_back(users_asked[user]);
    }
  }
  co_return online;
}

std::vector<RedisLeases::Batch> RedisLeases::batches_of(std::span<const UserId> users) const {
  std::vector<std::vector<UserId>> by_endpoint(links_.size());
  for (const UserId user : users) by_endpoint[number_of(user)].push_back(user);
  std::vector<Batch> batches;
  for (std::size_t endpoint = 0; endpoint < by_endpoint.size(); ++endpoint) {
    for (auto rest = std::span(by_endpoint[endpoint]); !rest.empty();) {
      const auto some = rest.first(std::min(kUsersAtOnce, rest.size()));
      batches.push_back({endpoint, {some.begin(), some.end()}});
      rest = rest.subspan(some.size());
    }
  }
  return batches;
}

// What was renewed while the link was down did not get there.
void RedisLeases::link_up(Link& link) { renew_all(link.endpoint()); }

void RedisLeases::link_tick(Link& link) { mark(link.endpoint()); }

// A server that has forgotten a key before its time has forgotten the leases as well: it was flushed, or another one
// took its place.
void RedisLeases::mark(std::size_t endpoint) {
  const auto answered = [this, endpoint](const redisReply* reply) {
    if (reply != nullptr && reply->type == REDIS_REPLY_NIL) renew_all(endpoint);
  };
  std::ignore = links_.endpoint(endpoint).commands.send(
      encode_command({"SET", marker_key_, "1", "EX", std::to_string(kMarkerLife.count()), "GET"}), answered);
}

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
    send_renewal(held.user, lease, std::chrono::ceil<milliseconds>(held.until - now));
  }
}

}  // namespace
}  // namespace parley::redis

namespace parley {

std::unique_ptr<PresenceLeases> create_redis_leases(RedisLinks& links) {
  return std::make_unique<redis::RedisLeases>(static_cast<redis::Links&>(links));
}

}  // namespace parley
