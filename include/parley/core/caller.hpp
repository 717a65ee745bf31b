// The user and the session that a request comes from. Plain values.
#pragma once

#include <cstdint>

#include <parley/core/user.hpp>

namespace parley {

// How a caller proved who it is.
enum class Scope : std::uint8_t { session, api_key, bot, guest };

struct Caller {
  UserId user;
  SessionId session;
  UserRole role = UserRole::user;
  Scope scope = Scope::session;
};

// A caller, and the time at which the token expires that proved who it is.
struct Authenticated {
  Caller caller;
  Time expires_at;
  PresenceRules presence = {};
};

}  // namespace parley
