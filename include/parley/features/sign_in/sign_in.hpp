// Registration, sign-in with a password, and what the password protects. Owned by the sign-in module, asked from any
// loop. Password hashing runs on a pool of its own, so that a flood of sign-ins cannot starve chat.
#pragma once

#include <optional>
#include <string>

#include <parley/base/blocking_pool.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/bus/shared_limits.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/sign_in/password.hpp>
#include <parley/features/sign_in/sessions.hpp>
#include <parley/features/sign_in/types.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct Credentials {
  User user;
  std::string password_hash;
};

class SignIn {
 public:
  SignIn(Database& database, const Sessions& sessions, BlockingPool& hashing, const PasswordHasher& hasher,
         SharedLimits& attempts, const Clock& clock, const Limits& limits, bool registration_open);

  // Errors: invalid_request (fields username, password, display_name, email), username_taken, email_taken, forbidden
  // (registration is closed), rate_limited.
  Task<SignedIn> register_user(Registration registration, Device device);
  // Errors: bad_credentials, which an unknown name gets too, after the same work; rate_limited, by address and by name.
  Task<SignedIn> login(std::string username, std::string password, Device device);
  // Signs in without a password and registers a new name: for development only.
  Task<SignedIn> issue_development_token(std::string username, Device device);

  // Revokes every other session. Errors: bad_credentials (the current password is wrong), invalid_request (field
  // new_password), rate_limited, conflict (it was changed at the same time).
  Task<void> change_password(Caller caller, std::string current, std::string replacement);
  // Nobody signs in as the caller any more, and all sessions end. What the caller wrote stays. Errors: bad_credentials
  // (the password is wrong), rate_limited, conflict (it was changed at the same time).
  Task<void> deactivate(Caller caller, std::string password);

 private:
  // Returns nothing if the stored hash was replaced while it was being checked: the password is to be checked again.
  Task<std::optional<SignedIn>> try_login(const std::string& username, const std::string& password,
                                          const Device& device);
  Task<Credentials> own_credentials(Caller caller);
  // Counts an attempt under this key. Errors: rate_limited.
  Task<void> throttle(std::string key);

  Database& database_;
  const Sessions& sessions_;
  BlockingPool& hashing_;
  const PasswordHasher& hasher_;
  SharedLimits& attempts_;
  const Clock& clock_;
  bool registration_open_;
  TokenRate attempt_rate_;
};

}  // namespace parley
