// Who is online, as leases that run out unless they are renewed: a device that vanishes, or a node that dies, needs
// nobody to clean up after it. Owned by the composition root; any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/bus/presence_state.hpp>

namespace parley {

// A connection holds a lease, and says by it how its user is; of all the user's leases that live, on whatever node, the
// greatest state counts.
class PresenceLeases {
 public:
  virtual ~PresenceLeases() = default;
  // Takes or renews the lease for the time `life` from now. `state` is any but offline.
  virtual void renew(UserId user, LeaseId lease, PresenceState state, milliseconds life) = 0;
  virtual void release(UserId user, LeaseId lease) = 0;
  // How the users are, in their order. While the leases of other nodes cannot be asked for: by those of this one.
  virtual Awaitable<std::vector<PresenceState>> states(std::vector<UserId> users) = 0;
  // Users with a lease taken here.
  virtual std::size_t local_count() = 0;
};

// Within one process.
std::unique_ptr<PresenceLeases> create_local_leases();

}  // namespace parley
