// Records who is online as leases, which expire unless they are renewed. So nothing has to clean up after a device that
// vanished or a node that died. The composition root owns it; any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/user.hpp>

namespace parley {

// Each connection holds a lease with the state of its user. A user's state is the greatest one among all leases of the
// user that have not expired, on all nodes.
class PresenceLeases {
 public:
  virtual ~PresenceLeases() = default;
  // Takes or renews the lease for the time `life` from now.
  // REQUIRES: `state` is not offline.
  virtual void renew(UserId user, LeaseId lease, PresenceState state, milliseconds life) = 0;
  // Ends the lease. Does nothing if it has expired.
  virtual void release(UserId user, LeaseId lease) = 0;
  // Returns the users' states in the order of `users`. If the leases of other nodes cannot be read, only those of this
  // node count.
  virtual Awaitable<std::vector<PresenceState>> states(std::vector<UserId> users) = 0;
  // Returns the number of users who have a lease that was taken on this node.
  virtual std::size_t local_count() = 0;
};

// Creates leases within one process.
std::unique_ptr<PresenceLeases> create_local_leases();

}  // namespace parley
