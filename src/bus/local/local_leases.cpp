#include <algorithm>
#include <mutex>
#include <ranges>
#include <unordered_map>

#include <parley/bus/presence_leases.hpp>

namespace parley {
namespace {

// Keeps the leases of one process in memory. Any thread.
class LocalLeases final : public PresenceLeases {
 public:
  void renew(UserId user, LeaseId lease, PresenceState state, milliseconds life) override {
    const Instant ends_at = Instant::clock::now() + life;
    std::scoped_lock lock(mutex_);
    const auto found = find(user, lease);
    if (found == leases_.end())
      leases_.emplace(user, Lease{lease, state, ends_at});
    else
      found->second = {lease, state, ends_at};
  }

  void release(UserId user, LeaseId lease) override {
    std::scoped_lock lock(mutex_);
    const auto found = find(user, lease);
    if (found != leases_.end()) leases_.erase(found);
  }

  // Nothing here waits, so the lock is never held across a co_await.
  Awaitable<std::vector<PresenceState>> states(std::vector<UserId> users) override {
    const Instant now = Instant::clock::now();
    std::vector<PresenceState> states;
    states.reserve(users.size());
    std::scoped_lock lock(mutex_);
    for (const UserId user : users) {
      PresenceState& greatest = states.emplace_back(PresenceState::offline);
      const auto [first, last] = leases_.equal_range(user);
      for (const auto& [_, lease] : std::ranges::subrange(first, last)) {
        if (lease.ends_at > now) greatest = std::max(greatest, lease.state);
      }
    }
    co_return states;
  }

  // Also removes the expired leases.
  std::size_t local_count() override {
    const Instant now = Instant::clock::now();
    std::scoped_lock lock(mutex_);
    std::erase_if(leases_, [&](const auto& entry) { return entry.second.ends_at <= now; });
    std::size_t users = 0;
    for (auto at = leases_.begin(); at != leases_.end(); at = leases_.equal_range(at->first).second) ++users;
    return users;
  }

 private:
  struct Lease {
    LeaseId id;
    PresenceState state;
    Instant ends_at;
  };
  using Leases = std::unordered_multimap<UserId, Lease>;  // a user's leases are adjacent, so each user is counted once

  Leases::iterator find(UserId user, LeaseId lease) {
    const auto [first, last] = leases_.equal_range(user);
    const auto found = std::find_if(first, last, [&](const auto& entry) { return entry.second.id == lease; });
    return found == last ? leases_.end() : found;
  }

  std::mutex mutex_;
  Leases leases_;
};

}  // namespace

std::unique_ptr<PresenceLeases> create_local_leases() { return std::make_unique<LocalLeases>(); }

}  // namespace parley
