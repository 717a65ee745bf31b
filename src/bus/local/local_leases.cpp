#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include <parley/bus/presence_leases.hpp>

namespace parley {
namespace {

class LocalLeases final : public PresenceLeases {
 public:
  void renew(UserId user, LeaseId lease, milliseconds life) override {
    std::scoped_lock lock(mutex_);
    leases_[user][lease] = Instant::clock::now() + life;
  }

  void release(UserId user, LeaseId lease) override {
    std::scoped_lock lock(mutex_);
    const auto found = leases_.find(user);
    if (found == leases_.end()) return;
    found->second.erase(lease);
    if (found->second.empty()) leases_.erase(found);
  }

  Awaitable<std::vector<UserId>> online(std::vector<UserId> users) override {
    const Instant now = Instant::clock::now();
    std::scoped_lock lock(mutex_);
    std::erase_if(users, [&](UserId user) {
      const auto found = leases_.find(user);
      return found == leases_.end() || !lives(found->second, now);
    });
    co_return users;
  }

  // Forgets the leases that ran out while it is at it.
  std::size_t local_count() override {
    const Instant now = Instant::clock::now();
    std::scoped_lock lock(mutex_);
    std::erase_if(leases_, [&](const auto& entry) { return !lives(entry.second, now); });
    return leases_.size();
  }

 private:
  using Leases = std::map<LeaseId, Instant>;

  static bool lives(const Leases& leases, Instant now) {
    return std::ranges::any_of(leases, [&](const auto& lease) { return lease.second > now; });
  }

  std::mutex mutex_;
  std::unordered_map<UserId, Leases> leases_;
};

}  // namespace

std::unique_ptr<PresenceLeases> create_local_leases() { return std::make_unique<LocalLeases>(); }

}  // namespace parley
