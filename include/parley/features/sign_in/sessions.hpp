// Signed-in devices: proves who is asking, keeps it proven by refresh tokens, and ends it. Owned by the sign-in module,
// asked from any loop.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <parley/api/authenticator.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/sign_in/access_token.hpp>
#include <parley/features/sign_in/types.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct SessionOptions {
  std::string refresh_key;  // derives a refresh token's successor; the same on every node
  std::chrono::days refresh_lifetime{30};
};

class Sessions final : public Authenticator {
 public:
  Sessions(Database& database, const AccessTokens& access_tokens, const Clock& clock, SessionOptions options)
      : database_(database), access_tokens_(access_tokens), clock_(clock), options_(std::move(options)) {}

  // Returns a session that is to begin: begin_session() (session_steps.hpp) stores it.
  NewSession prepare(UserId user, const Device& device, Time now) const;
  // Returns what the user is told of the session, once it is stored.
  SignedIn signed_in(User user, const NewSession& session) const;

  // Exchanges a refresh token: confirm-on-use (features/sign_in/refresh_rotation.hpp). Errors: unauthenticated. A
  // reused token revokes its session first.
  Task<SignedIn> refresh(std::string token);
  // Ends the session that the refresh token belongs to, without an access token; unknown tokens are fine.
  Task<void> logout_by_refresh_token(const std::string& token);
  Task<void> logout(Caller caller);

  Task<Authenticated> authenticate(std::string access_token) override;
  // The access token is valid; whether its session and user are alive is not checked. Errors: as authenticate.
  Result<AccessClaims> verify(std::string_view access_token) const;

  // Returns the sessions that are alive, the newest first; last_seen_at is the time of the last sign-in or refresh.
  Task<std::vector<Session>> list(Caller caller);
  Task<void> revoke(Caller caller, SessionId session);  // not_found

  Task<void> remove_expired();

 private:
  SignedIn signed_in(User user, SessionId session, std::string refresh, Time refresh_expires_at) const;

  Database& database_;
  const AccessTokens& access_tokens_;
  const Clock& clock_;
  SessionOptions options_;
};

}  // namespace parley
