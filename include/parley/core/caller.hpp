// On whose behalf something is done.
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

// A caller together with how long the token that proved it is good.
struct Authenticated {
  Caller caller;
  Time expires_at;
  PresenceRules presence = {};
};

}  // namespace parley
