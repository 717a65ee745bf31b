// Rates that hold for all nodes together: who is refused by one is refused by every other. Owned by the composition
// root; any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/base/token_bucket.hpp>

namespace parley {

class SharedLimits {
 public:
  virtual ~SharedLimits() = default;
  // Takes one token of the key's bucket: nothing when allowed, otherwise how long to wait. A key is always asked for
  // with the same rate. While the other nodes' counts cannot be had, this node's own hold.
  virtual Awaitable<std::optional<milliseconds>> take(std::string key, TokenRate rate) = 0;
};

// Within one process.
std::unique_ptr<SharedLimits> create_local_limits();

}  // namespace parley
