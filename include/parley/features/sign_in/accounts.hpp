// Accounts: registration, sign-in, sessions and their tokens. Owned by the composition root, asked from any loop.
// Password hashing runs on a pool of its own, so that a flood of sign-ins cannot starve chat.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/api/authenticator.hpp>
#include <parley/base/blocking_pool.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/bus/shared_limits.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/user.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/sign_in/access_token.hpp>
#include <parley/features/sign_in/password.hpp>
#include <parley/store/database.hpp>

namespace parley {

// What a sign-in comes from.
struct Device {
  std::string user_agent;
  std::string address;
};

struct Registration {
  std::string username;  // [A-Za-z0-9._-], 2 to 32 characters
  std::string password;
  std::string display_name;  // the username where empty
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

struct Credentials {
  User user;
  std::string password_hash;
};

struct AccountOptions {
  std::string refresh_key;  // derives a refresh token's successor; the same on every node
  std::chrono::days refresh_lifetime{30};
  bool registration_open = true;
};

class Accounts final : public Authenticator {
 public:
  Accounts(Database& database, BlockingPool& hashing, const PasswordHasher& hasher, const AccessTokens& access_tokens,
           SharedLimits& attempts, const Clock& clock, const Limits& limits, AccountOptions options);

  // Errors: invalid_request (fields username, password, display_name, email), username_taken, email_taken, forbidden
  // (registration is closed), rate_limited.
  Task<SignedIn> register_user(Registration registration, Device device);
  // Errors: bad_credentials, the same and after the same work for an unknown name; rate_limited, by address and by
  // name.
  Task<SignedIn> login(std::string username, std::string password, Device device);
  // Exchanges a refresh token: confirm-on-use (features/sign_in/refresh_rotation.hpp). Errors: unauthenticated. A
  // reused token revokes its session first.
  Task<SignedIn> refresh(std::string token);
  // Ends the session that the refresh token belongs to, without an access token; unknown tokens are fine.
  Task<void> logout_by_refresh_token(const std::string& token);
  Task<void> logout(Caller caller);
  // Signs in without a password, registering the name where it is new: for development only.
  Task<SignedIn> issue_development_token(std::string username, Device device);

  Task<Authenticated> authenticate(std::string access_token) override;
  // The access token holds; whether its session and user are alive is still to be asked. Errors: as authenticate.
  Result<AccessClaims> verify(std::string_view access_token) const;

  // An e-mail address is given to its owner only, here and in search. Errors: not_found.
  Task<User> get(Caller caller, UserId user);
  // Active users, 20 at most: first those whose username begins so, in any case; then those of whose names each word
  // that is given begins one (features/search/search_text.hpp: neither case nor accents matter). Errors:
  // invalid_request (q is empty).
  Task<std::vector<User>> search(Caller caller, std::string name, std::size_t limit);
  // Errors: invalid_request (fields display_name, email), email_taken.
  Task<User> update_profile(Caller caller, ProfileChange change);

  // Doing what is done already changes nothing. Errors: not_found, conflict (too many), invalid_request (oneself).
  Task<void> block(Caller caller, UserId other);
  Task<void> unblock(Caller caller, UserId other);
  Task<std::vector<User>> blocked(Caller caller);
  // Revokes every other session. Errors: bad_credentials (the current password is wrong), invalid_request (field
  // new_password), rate_limited, conflict (it was changed at the same time).
  Task<void> change_password(Caller caller, std::string current, std::string replacement);
  // Nobody signs in as the caller any more, and all sessions end. What the caller wrote stays. Errors: bad_credentials
  // (the password is wrong), rate_limited, conflict (it was changed at the same time).
  Task<void> deactivate(Caller caller, std::string password);
  // Those that live, the newest first; last_seen_at is of the last sign-in or refresh.
  Task<std::vector<Session>> sessions(Caller caller);
  Task<void> revoke_session(Caller caller, SessionId session);  // not_found

  // Removes what has expired; called now and then by the composition root.
  Task<void> remove_expired();
  // Makes those findable by their names whom an earlier version has added or renamed; called likewise.
  Task<void> index_names();

 private:
  // Does a step in a transaction of its own, again and again until one had less to do than `most`.
  Task<void> repeat(std::size_t most, std::function<std::size_t(Transaction&)> step);
  // Nothing where the stored hash was replaced while it was being checked: then the password is to be checked again.
  Task<std::optional<SignedIn>> try_login(const std::string& username, const std::string& password,
                                          const Device& device);
  SignedIn signed_in(User user, SessionId session, std::string refresh, Time refresh_expires_at) const;
  Task<Credentials> own_credentials(Caller caller);
  // What to answer where there were too many attempts.
  Awaitable<std::optional<Error>> throttle(std::string key);

  Database& database_;
  BlockingPool& hashing_;
  const PasswordHasher& hasher_;
  const AccessTokens& access_tokens_;
  SharedLimits& attempts_;
  const Clock& clock_;
  const Limits& limits_;
  AccountOptions options_;
  TokenRate attempt_rate_;
};

}  // namespace parley
