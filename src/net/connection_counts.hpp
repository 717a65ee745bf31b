// How many connections each user has on this node, bounded for each. Any thread (a mutex inside).
#pragma once

#include <cstddef>
#include <mutex>
#include <unordered_map>

#include <parley/base/ids.hpp>

namespace parley {

class ConnectionCounts {
 public:
  explicit ConnectionCounts(std::size_t limit) : limit_(limit) {}

  // False where the user has as many as are permitted.
  [[nodiscard]] bool add(UserId user) {
    std::scoped_lock lock(mutex_);
    std::size_t& count = counts_[user];
    if (count >= limit_) return false;
    ++count;
    return true;
  }

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
