// Who is online, as leases that run out unless they are renewed: a device that vanishes, or a node that dies, needs
// nobody to clean up after it. Owned by the composition root; any thread.
#pragma once

#include <memory>
#include <vector>

#include <parley/base/time.hpp>
#include <parley/domain/ids.hpp>

namespace parley {

class PresenceLeases {
 public:
  virtual ~PresenceLeases() = default;
  // Takes or renews the lease of one device (a connection's session) until `expires_at`.
  virtual void renew(UserId user, SessionId device, Instant expires_at) = 0;
  virtual void release(UserId user, SessionId device) = 0;
  // A user is online while any of the user's leases lives.
  virtual bool is_online(UserId user, Instant now) = 0;
  virtual std::size_t online_count(Instant now) = 0;
};

// Within one process.
std::unique_ptr<PresenceLeases> create_local_leases();

}  // namespace parley
