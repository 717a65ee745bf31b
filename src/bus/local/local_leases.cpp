#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include <parley/bus/presence_leases.hpp>

namespace parley {
namespace {

class LocalLeases final : public PresenceLeases {
 public:
  void renew(UserId user, SessionId device, Instant expires_at) override {
    std::scoped_lock lock(mutex_);
    leases_[user][device] = expires_at;
  }

  void release(UserId user, SessionId device) override {
    std::scoped_lock lock(mutex_);
    const auto found = leases_.find(user);
    if (found == leases_.end()) return;
    found->second.erase(device);
    if (found->second.empty()) leases_.erase(found);
  }

  bool is_online(UserId user, Instant now) override {
    std::scoped_lock lock(mutex_);
    const auto found = leases_.find(user);
    return found != leases_.end() && lives(found->second, now);
  }

  // Forgets the leases that ran out while it is at it.
  std::size_t online_count(Instant now) override {
    std::scoped_lock lock(mutex_);
    std::erase_if(leases_, [&](const auto& entry) { return !lives(entry.second, now); });
    return leases_.size();
  }

 private:
  using Devices = std::map<SessionId, Instant>;

  static bool lives(const Devices& devices, Instant now) {
    return std::ranges::any_of(devices, [&](const auto& device) { return device.second > now; });
  }

  std::mutex mutex_;
  std::unordered_map<UserId, Devices> leases_;
};

}  // namespace

std::unique_ptr<PresenceLeases> create_local_leases() { return std::make_unique<LocalLeases>(); }

}  // namespace parley
