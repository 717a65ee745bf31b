// Limits rates over all nodes together, so that a client that one node refuses is refused by every node. The
// composition root owns it; any thread.
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
  // Takes one token from the key's bucket. Returns nothing if there was one, otherwise how long to wait. If the counts
  // of the other nodes cannot be read, this node's own counts decide.
  // REQUIRES: every call for a key has the same rate.
  virtual Awaitable<std::optional<milliseconds>> take(std::string key, TokenRate rate) = 0;
  // Puts a token back into the key's bucket that take() gave out for something that does not count after all. If the
  // counts of the other nodes cannot be reached, only this node's own get it back.
  // REQUIRES: as take().
  virtual Awaitable<void> give_back(std::string key, TokenRate rate) = 0;
};

// Creates limits within one process.
std::unique_ptr<SharedLimits> create_local_limits();

}  // namespace parley
