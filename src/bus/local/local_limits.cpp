#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <parley/base/keyed_buckets.hpp>
#include <parley/bus/shared_limits.hpp>

namespace parley {
namespace {

// The number of keys for which buckets are kept, for each rate.
constexpr std::size_t kKeys = 100'000;

// Limits rates within one process. Any thread.
class LocalLimits final : public SharedLimits {
 public:
  Awaitable<std::optional<milliseconds>> take(std::string key, TokenRate rate) override {
    co_return buckets(rate).take(key, Instant::clock::now());
  }

  Awaitable<void> give_back(std::string key, TokenRate rate) override {
    buckets(rate).give_back(key, Instant::clock::now());
    co_return;
  }

 private:
  using Buckets = KeyedBuckets<std::string>;

  // A linear search is enough, since a server has only a few rates, all from its configuration.
  Buckets& buckets(TokenRate rate) {
    std::scoped_lock lock(mutex_);
    for (auto& [known, buckets] : by_rate_) {
      if (known.per_second == rate.per_second && known.burst == rate.burst) return *buckets;
    }
    return *by_rate_.emplace_back(rate, std::make_unique<Buckets>(rate, kKeys)).second;
  }

  std::mutex mutex_;
  std::vector<std::pair<TokenRate, std::unique_ptr<Buckets>>> by_rate_;
};

}  // namespace

std::unique_ptr<SharedLimits> create_local_limits() { return std::make_unique<LocalLimits>(); }

}  // namespace parley
