// Access tokens. A token says for a few minutes which user is signed in, and by which session. It is a JSON Web Token
// for access (RFC 9068, "at+jwt") and is checked without a read of the database. Immutable after construction; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/base/ids.hpp>
#include <parley/base/jwt.hpp>
#include <parley/base/time.hpp>

namespace parley {

struct AccessClaims {
  UserId user;
  SessionId session;
  Time expires_at;
  friend bool operator==(const AccessClaims&, const AccessClaims&) = default;
};

class AccessTokens {
 public:
  // The first key signs, and all keys verify, so that a key can be replaced while its tokens are in use.
  // REQUIRES: the arguments pass check_jwt_settings, and `lifetime` is positive.
  AccessTokens(std::vector<SigningKey> keys, std::string issuer, std::string audience, seconds lifetime);

  // Returns a signed token that expires `lifetime` after `now`, which is cut to whole seconds.
  std::string issue(UserId user, SessionId session, Time now) const;

  // Returns what the token says. It does not know whether the session was revoked after the token was issued.
  // Errors: token_expired (the token was valid once), unauthenticated (everything else, always with the same text).
  Result<AccessClaims> verify(std::string_view token, Time now) const;

  seconds lifetime() const { return lifetime_; }

 private:
  JwtCodec codec_;
  seconds lifetime_;
};

}  // namespace parley
