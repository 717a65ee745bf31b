// Limits how many bytes each user stores in a day, over all nodes together. What counts is the size of the requests
// that send, edit or change something. The composition root owns it; any thread.
//
// A user begins with two portions on each node. A node asks the shared limits for a further one when less than one is
// left, and only after a request was answered. So no request waits for Redis before its work, and a user may store at
// most these two portions more for each node.
#pragma once

#include <cstddef>

#include <parley/base/error.hpp>
#include <parley/base/ids.hpp>
#include <parley/base/keyed_buckets.hpp>
#include <parley/base/limits.hpp>
#include <parley/bus/shared_limits.hpp>

namespace parley {

class DailyStorage {
 public:
  DailyStorage(SharedLimits& shared, const Limits& limits);

  // Takes the bytes from what the user has on this node. Returns whether less than a portion is left; then the caller
  // calls renew(). Errors: rate_limited, until what was stored comes back.
  Result<bool> take(UserId user, std::size_t bytes);
  // Gives back what was taken for a request that has stored nothing.
  void give_back(UserId user, std::size_t bytes);
  // Gives the user a portion more on this node, if less than one is left and the day has one left.
  Awaitable<void> renew(UserId user);

 private:
  SharedLimits& shared_;
  const double per_day_;
  const double portion_;  // at least as large as the largest request, if the day is large enough
  KeyedBuckets<UserId> on_this_node_;
};

}  // namespace parley
