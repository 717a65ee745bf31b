// The sessions of signed-in devices: begins them, proves by their tokens which user sends a request, and ends them. The
// sign-in module owns it; any loop may call it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/api/authenticator.hpp>
#include <parley/base/metrics.hpp>
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
  Sessions(Database& database, const AccessTokens& access_tokens, const Clock& clock, SessionOptions options,
           Metrics& metrics)
      : database_(database),
        access_tokens_(access_tokens),
        clock_(clock),
        options_(std::move(options)),
        metrics_(metrics) {}

  // Returns a new session, which is not stored yet: begin_session() (session_steps.hpp) stores it.
  NewSession prepare(UserId user, const Device& device, Time now) const;
  // Returns the tokens of a session that was stored, for the reply to its user.
  SignedIn signed_in(User user, const NewSession& session) const;

  // Exchanges a refresh token, which comes from this device, for new tokens (features/sign_in/refresh_rotation.hpp).
  // Errors: unauthenticated. If the token was reused, the session has been revoked when the error returns.
  Task<SignedIn> refresh(std::string token, Device device);
  // Ends the session that the refresh token belongs to. Needs no access token, and accepts an unknown refresh token.
  Task<void> end_by_refresh_token(const std::string& token, RevocationReason reason);
  // Ends the caller's session.
  Task<void> logout(Caller caller, Device device = {});

  // Errors: token_expired, unauthenticated (the token is not valid, the session was revoked or the user is not active).
  Task<Authenticated> authenticate(std::string access_token) override;
  // Checks the access token alone, without a read: its session may have been revoked. Errors: as authenticate().
  Result<AccessClaims> verify(std::string_view access_token) const;

  // Returns the caller's sessions that were not revoked, the newest first. Their last_seen_at and address are those
  // of the last sign-in or refresh.
  Task<std::vector<Session>> list(Caller caller);
  // Ends one of the caller's sessions. Errors: not_found, password_required (it is another session than the caller's,
  // and the caller has neither signed in nor proved the password within kConfirmationLife (session_steps.hpp)).
  Task<void> revoke(Caller caller, SessionId session, Device device = {});
  // Returns the caller's latest sign-ins, the newest first, with those whose session has ended.
  Task<std::vector<PastSignIn>> past_sign_ins(Caller caller);

  // Removes expired refresh tokens, sessions that have no token left, and expired one-time links.
  Task<void> remove_expired();

 private:
  SignedIn signed_in(User user, SessionId session, std::string refresh, Time refresh_expires_at) const;

  Database& database_;
  const AccessTokens& access_tokens_;
  const Clock& clock_;
  SessionOptions options_;
  Metrics& metrics_;
};

}  // namespace parley
