// Access tokens: who is signed in, and on which device, for a quarter of an hour. JSON Web Tokens for access (RFC 9068,
// "at+jwt"), checked without a look at any store. Immutable after construction; any thread.
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
  // The first key signs, all of them verify. The arguments must pass check_jwt_settings; `lifetime` is positive.
  AccessTokens(std::vector<SigningKey> keys, std::string issuer, std::string audience, seconds lifetime);

  std::string issue(UserId user, SessionId session, Time now) const;

  // Fails with token_expired where a valid token has run out, and with unauthenticated, always in the same words, for
  // everything else. Whether the session was revoked since is not the token's to say.
  Result<AccessClaims> verify(std::string_view token, Time now) const;

  seconds lifetime() const { return lifetime_; }

 private:
  JwtCodec codec_;
  seconds lifetime_;
};

}  // namespace parley
