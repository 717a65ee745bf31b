// A token bucket for each address, user or name, created on first use. Guarded by its own mutex, held for a look-up:
// any thread.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>

#include <parley/base/time.hpp>
#include <parley/base/token_bucket.hpp>

namespace parley {

// Memory is bounded by `key_limit`. Buckets that are full again are dropped, a few whenever a new key comes, so that no
// call pays for all of them. When every place is taken by a key that is still being limited, the keys that find no
// place share one bucket among them: a flood of made-up keys then slows down newcomers together, while those who have a
// bucket keep their own, and nobody is let through unlimited.
template <class Key, class Hash = std::hash<Key>>
class KeyedBuckets {
 public:
  KeyedBuckets(TokenRate rate, std::size_t key_limit) : rate_(rate), key_limit_(key_limit), shared_(rate) {
    assert(key_limit > 0);
  }

  // Nothing when allowed, otherwise how long to wait.
  std::optional<milliseconds> take(const Key& key, Instant now, double cost = 1) {
    if (rate_.per_second == 0) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    return bucket_of(key, now).take(now, cost);
  }

  double remaining(const Key& key, Instant now) const {
    const std::scoped_lock lock(mutex_);
    const auto found = buckets_.find(key);
    if (found != buckets_.end()) return found->second.remaining(now);
    return buckets_.size() < key_limit_ ? rate_.burst : shared_.remaining(now);
  }

  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return buckets_.size();
  }

 private:
  // More than the one place that a new key takes, so that dropping outpaces coming.
  static constexpr std::size_t kChainsSwept = 8;

  TokenBucket& bucket_of(const Key& key, Instant now) {
    const auto found = buckets_.find(key);
    if (found != buckets_.end()) return found->second;
    sweep(now);
    if (buckets_.size() >= key_limit_) return shared_;
    return buckets_.try_emplace(key, rate_).first->second;
  }

  // Goes on round the map's chains from where it stopped the last time.
  void sweep(Instant now) {
    const std::size_t chains = buckets_.bucket_count();
    for (std::size_t swept = 0; swept < std::min(kChainsSwept, chains); ++swept) {
      hand_ = (hand_ + 1) % chains;
      drop_full(hand_, now);
    }
  }

  void drop_full(std::size_t chain, Instant now) {
    for (auto at = buckets_.begin(chain); at != buckets_.end(chain);) {
      const auto here = at++;
      if (here->second.is_full(now)) buckets_.erase(Key(here->first));
    }
  }

  const TokenRate rate_;
  const std::size_t key_limit_;
  mutable std::mutex mutex_;
  std::unordered_map<Key, TokenBucket, Hash> buckets_;
  TokenBucket shared_;
  std::size_t hand_ = 0;
};

}  // namespace parley
