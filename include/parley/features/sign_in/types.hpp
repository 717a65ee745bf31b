// The values that signing in takes and returns. Plain values; any thread.
#pragma once

#include <optional>
#include <string>

#include <parley/base/time.hpp>
#include <parley/core/device.hpp>
#include <parley/core/user.hpp>

namespace parley {

// A sign-in that succeeded, as the user's own list shows it.
struct PastSignIn {
  SessionId session;
  Time at;
  std::string address;
  std::string user_agent;
  friend bool operator==(const PastSignIn&, const PastSignIn&) = default;
};

struct Registration {
  std::string username;  // [A-Za-z0-9._-], 2 to 32 characters
  std::string password;
  std::string display_name;  // if it is empty, the username is shown
  std::optional<std::string> email;
};

struct Tokens {
  std::string access;
  Time access_expires_at;
  std::string refresh;
  Time refresh_expires_at;
};

struct SignedIn {
  User user;
  SessionId session;
  Tokens tokens;
};

// A session that is not stored yet. `token` goes to the client and is not stored; `token_row` has its hash.
struct NewSession {
  Session session;
  RefreshToken token_row;
  std::string token;
};

}  // namespace parley
