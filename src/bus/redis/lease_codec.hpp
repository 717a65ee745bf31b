// The form of a presence lease in Redis. A lease is a member of its user's sorted set, and is sealed, so that a
// stranger who can write to Redis cannot make a user look online. The user, the state and the end of the lease are
// inside the seal: a lease that was recorded is worth nothing for another user, and nothing a minute after its end.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/bus/presence_state.hpp>

#include "bus/redis/seal.hpp"

namespace parley::redis {

// Returns the bytes with which every form of this lease begins, whatever its state and its end.
std::string lease_prefix(LeaseId lease);
// Returns the member of the set: the prefix, the user, the state and the seal (seal.hpp), whose time is the end.
std::string close_lease(const Seal& seal, UserId user, LeaseId lease, PresenceState state, Time ends_at);
// Returns the state that a member of this user's set says. Returns offline if no node has sealed the member for this
// user, or if it has ended more than ReplayGuard::kLife ago. Redis removes members that end; the minute is for nodes
// whose clocks differ.
PresenceState open_lease(const Seal& seal, UserId user, std::string_view member, Time now);

}  // namespace parley::redis
