// Who is online, as leases that run out unless they are renewed: a device that vanishes, or a node that dies, needs
// nobody to clean up after it. Owned by the composition root; any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/domain/ids.hpp>

namespace parley {

// A connection holds a lease; a user is online while any of the user's leases lives, on whatever node.
class PresenceLeases {
 public:
  virtual ~PresenceLeases() = default;
  // Takes or renews the lease for the time `life` from now.
  virtual void renew(UserId user, LeaseId lease, milliseconds life) = 0;
  virtual void release(UserId user, LeaseId lease) = 0;
  // Which of the users are online, in any order. While the leases of other nodes cannot be asked for: those of this
  // one.
  virtual Awaitable<std::vector<UserId>> online(std::vector<UserId> users) = 0;
  // Users with a lease taken here.
  virtual std::size_t local_count() = 0;
};

// Within one process.
std::unique_ptr<PresenceLeases> create_local_leases();

}  // namespace parley
