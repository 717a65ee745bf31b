// Keeps one token bucket per key (an address, a user or a name), created on first use. The owner holds it for as long
// as the rate applies. Any thread: a mutex guards the map and is held for the time of one look-up.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>

#include <parley/base/time.hpp>
#include <parley/base/token_bucket.hpp>

namespace parley {

// `key_limit` bounds the memory. Buckets that are full again carry no information and are dropped, a few whenever a new
// key arrives, so that no single call pays for all of them. If every slot is taken by a key that is still being
// limited, all further keys share one bucket. A flood of made-up keys therefore slows down new keys only: keys that
// have a bucket keep it, and no key is unlimited.
template <class Key, class Hash = std::hash<Key>>
class KeyedBuckets {
 public:
  // REQUIRES: key_limit > 0.
  KeyedBuckets(TokenRate rate, std::size_t key_limit) : rate_(rate), key_limit_(key_limit), shared_(rate) {
    assert(key_limit > 0);
  }

  // Takes `cost` tokens from the key's bucket. Returns nothing if they were there; otherwise takes none and returns how
  // long to wait.
  std::optional<milliseconds> take(const Key& key, Instant now, double cost = 1) {
    if (rate_.per_second == 0) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    return bucket_of(key, now).take(now, cost);
  }

  // Takes `cost` tokens from the key's bucket as take() does, and returns how many are left. If there are too few,
  // takes none and returns how long to wait. REQUIRES: the rate is limited.
  std::expected<double, milliseconds> draw(const Key& key, Instant now, double cost) {
    const std::scoped_lock lock(mutex_);
    TokenBucket& bucket = bucket_of(key, now);
    if (const auto wait = bucket.take(now, cost)) return std::unexpected(*wait);
    return bucket.remaining(now);
  }

  // Takes `cost` tokens from the key's bucket, even if there are fewer (TokenBucket::charge).
  void charge(const Key& key, Instant now, double cost) {
    if (rate_.per_second == 0) return;
    const std::scoped_lock lock(mutex_);
    bucket_of(key, now).charge(now, cost);
  }

  // Puts `cost` tokens back into the key's bucket (TokenBucket::give_back).
  void give_back(const Key& key, Instant now, double cost = 1) {
    if (rate_.per_second == 0) return;
    const std::scoped_lock lock(mutex_);
    bucket_of(key, now).give_back(now, cost);
  }

  // Puts `cost` tokens back if the key has fewer than `least`. Returns whether it did.
  bool give_back_below(const Key& key, Instant now, double least, double cost) {
    const std::scoped_lock lock(mutex_);
    TokenBucket& bucket = bucket_of(key, now);
    if (bucket.remaining(now) >= least) return false;
    bucket.give_back(now, cost);
    return true;
  }

  // Returns the tokens that the key has now, without creating a bucket for it.
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
  // Several hash chains are swept for each new key, so that buckets are dropped faster than they are added.
  static constexpr std::size_t kChainsSwept = 8;

  TokenBucket& bucket_of(const Key& key, Instant now) {
    const auto found = buckets_.find(key);
    if (found != buckets_.end()) return found->second;
    sweep(now);
    if (buckets_.size() >= key_limit_) return shared_;
    return buckets_.try_emplace(key, rate_).first->second;
  }

  // Drops full buckets from the next few chains of the map, after the chain at which the last call stopped.
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
      // The key is copied because erase() would otherwise get a reference into the element that it destroys.
      if (here->second.is_full(now)) buckets_.erase(Key(here->first));
    }
  }

  const TokenRate rate_;
  const std::size_t key_limit_;
  mutable std::mutex mutex_;
  std::unordered_map<Key, TokenBucket, Hash> buckets_;
  TokenBucket shared_;
  std::size_t hand_ = 0;  // the chain that was swept last, like the hand of a clock
};

}  // namespace parley
