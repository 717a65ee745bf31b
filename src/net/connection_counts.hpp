// Counts each user's connections on this node, up to a limit per user. The WebSocket endpoint owns it; any thread, with
// a mutex inside.
#pragma once

#include <cstddef>
#include <mutex>
#include <unordered_map>

#include <parley/base/ids.hpp>

namespace parley {

class ConnectionCounts {
 public:
  explicit ConnectionCounts(std::size_t limit) : limit_(limit) {}

  // Counts a connection. Returns false, and counts nothing, if the user already has as many as the limit.
  [[nodiscard]] bool add(UserId user) {
    std::scoped_lock lock(mutex_);
    std::size_t& count = counts_[user];
    if (count >= limit_) return false;
    ++count;
    return true;
  }

  // Removes a connection that add() has counted.
  void remove(UserId user) {
    std::scoped_lock lock(mutex_);
    const auto found = counts_.find(user);
    if (found != counts_.end() && --found->second == 0) counts_.erase(found);
  }

 private:
  std::size_t limit_;
  std::mutex mutex_;
  std::unordered_map<UserId, std::size_t> counts_;
};

}  // namespace parley
