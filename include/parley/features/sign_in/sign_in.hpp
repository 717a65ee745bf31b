// Registration, sign-in with a password, and the operations that ask for the password again. Passwords are hashed on a
// pool of threads of their own, so that many sign-ins cannot slow down the chat. The sign-in module owns it; any loop
// may call it.
#pragma once

#include <optional>
#include <string>

#include <parley/base/blocking_pool.hpp>
#include <parley/base/limits.hpp>
#include <parley/base/metrics.hpp>
#include <parley/base/security_cause.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/accounts/password_proof.hpp>
#include <parley/features/sign_in/attempt_limits.hpp>
#include <parley/features/sign_in/password.hpp>
#include <parley/features/sign_in/registration_switch.hpp>
#include <parley/features/sign_in/sessions.hpp>
#include <parley/features/sign_in/types.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct Credentials {
  User user;
  std::string password_hash;
};

class SignIn final : public PasswordProver {
 public:
  SignIn(Database& database, const Sessions& sessions, BlockingPool& hashing, const PasswordHasher& hasher,
         SharedLimits& attempts, const Clock& clock, const Limits& limits, const RegistrationSwitch& registration,
         Metrics& metrics);

  // Adds a user and begins a session. Errors: invalid_request (fields username, password, display_name, email),
  // username_taken, forbidden (registration is closed), rate_limited (by address).
  Task<SignedIn> register_user(Registration registration, Device device);
  // Begins a session. Errors: bad_credentials (an unknown name gets the same answer after the same work), forbidden
  // (the password is right and the account is suspended), rate_limited (attempt_limits.hpp).
  Task<SignedIn> login(std::string username, std::string password, Device device);
  // Begins a session without a password, and adds the user if the name is free. For development only. Errors:
  // invalid_request (field username), forbidden (the user is deactivated or suspended).
  Task<SignedIn> issue_development_token(std::string username, Device device);

  // Changes the password and revokes every other session. Errors: bad_credentials (the current password is wrong),
  // invalid_request (field new_password), rate_limited (by user), conflict (another request changed the password).
  Task<void> change_password(Caller caller, std::string current, std::string replacement, Device device = {});
  // Closes the caller's account and ends all its sessions. Messages of the caller stay. Errors: bad_credentials (the
  // password is wrong), rate_limited (by user), conflict (another request changed the password).
  Task<void> deactivate(Caller caller, std::string password, Device device = {});
  // Notes that the caller has proved the password in this session, which may then end other sessions for
  // kConfirmationLife (session_steps.hpp). Errors: those of prove(), conflict (another request changed the password).
  Task<void> confirm_password(Caller caller, std::string password, Device device = {});
  Task<ProvenPassword> prove(Caller caller, std::string password, Device device = {}) override;
  // Sets the password of the user who has the one-time link with this token, and ends all sessions of the user. Errors:
  // bad_credentials (the link was used or has expired), invalid_request (field new_password), rate_limited (by
  // address).
  Task<void> reset_password(std::string token, std::string replacement, Device device);

 private:
  // Returns the user of a one-time link. Errors: bad_credentials, which is recorded.
  Task<User> find_reset_link(const std::string& token_hash, const Device& device);
  Task<SignedIn> login_counted(const std::string& username, const std::string& password, const Device& device);
  // Returns nothing if the stored hash was replaced while the password was being checked. The password must then be
  // checked again.
  Task<std::optional<SignedIn>> try_login(const std::string& username, const std::string& password,
                                          const Device& device);
  // Does `work`, which checks a secret, as an attempt. Only a wrong guess uses the attempt up. Errors: rate_limited,
  // which is recorded with the cause, and those of `work`.
  template <class T>
  Task<T> count(Task<AttemptLimits::Attempt> attempt, SecurityCause cause, const Device& device,
                std::optional<UserId> user, Task<T> work);
  // Runs something for which the caller proves the own password. A wrong password uses up an attempt, and is recorded.
  // Errors: rate_limited, and those of `proof`.
  template <class T>
  Task<T> count_proof(Caller caller, const Device& device, Task<T> proof);
  Task<void> change_password_counted(Caller caller, const std::string& current, const std::string& replacement);
  Task<ProvenPassword> prove_counted(Caller caller, const std::string& password);
  // Returns the caller's credentials. Errors: bad_credentials.
  Task<Credentials> own_credentials(Caller caller);
  // Records that there were too many attempts, and returns the error.
  std::unexpected<Error> too_many(SecurityCause cause, Error error, const Device& device,
                                  std::optional<UserId> user = {}) const;

  Database& database_;
  const Sessions& sessions_;
  BlockingPool& hashing_;
  const PasswordHasher& hasher_;
  AttemptLimits attempts_;
  const Clock& clock_;
  const RegistrationSwitch& registration_;
  Metrics& metrics_;
};

}  // namespace parley
