// On whose behalf something is done.
#pragma once

#include <parley/core/user.hpp>

namespace parley {

struct Caller {
  UserId user;
  SessionId session;
  UserRole role = UserRole::user;
};

// A caller together with how long the token that proved it is good.
struct Authenticated {
  Caller caller;
  Time expires_at;
  PresenceRules presence = {};
};

}  // namespace parley
