// Decides how often something happens, from a seed. Any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>

namespace parley::testing {

class Chance {
 public:
  explicit Chance(std::uint64_t seed, double share = 0) : random_(seed), share_(share) {}

  // Sets the share of all cases, from 0 (never) to 1 (always), from now on.
  void set(double share) {
    const std::scoped_lock lock(mutex_);
    share_ = share;
  }

  bool strikes() {
    const std::scoped_lock lock(mutex_);
    if (!std::bernoulli_distribution(share_)(random_)) return false;
    ++struck_;
    return true;
  }

  // Returns how often it has happened.
  std::int64_t struck() const {
    const std::scoped_lock lock(mutex_);
    return struck_;
  }

 private:
  mutable std::mutex mutex_;
  std::mt19937_64 random_;
  double share_;
  std::int64_t struck_ = 0;
};

}  // namespace parley::testing
