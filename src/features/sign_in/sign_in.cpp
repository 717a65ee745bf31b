#include <parley/features/sign_in/sign_in.hpp>

#include <parley/base/address_key.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/sign_in/refresh_token.hpp>
#include <parley/features/sign_in/store.hpp>
#include <parley/features/sign_in/store_tokens.hpp>

#include "core/membership.hpp"
#include "core/roles.hpp"
#include "features/accounts/policy.hpp"
#include "features/sign_in/account_steps.hpp"
#include "features/sign_in/session_steps.hpp"
#include "features/sign_in/sign_in_record.hpp"

namespace parley {
namespace {

// Attempts from one network wait in one queue of the hashing pool, and those of a known device in a queue of its own.
std::string hashing_key(const Device& device) {
  return device.known_id ? "device:" + *device.known_id : AddressKey::of(device.address).text();
}

// Returns whether the result shows that the password was a wrong guess. Only this uses up an attempt.
template <class T>
bool is_wrong_guess(const Result<T>& result) {
  return !result && result.error().code == ErrorCode::bad_credentials;
}

std::unexpected<Error> bad_credentials() {
  return fail(ErrorCode::bad_credentials, "The username or the password is wrong.");
}

std::unexpected<Error> suspended() {
  return fail(ErrorCode::forbidden, "This account is suspended. Ask the operator of this server.");
}

std::unexpected<Error> wrong_password() { return fail(ErrorCode::bad_credentials, "The current password is wrong."); }

Result<std::optional<Credentials>> credentials_of(Transaction& tx, std::optional<User> user) {
  if (!has_account(user)) return std::nullopt;
  std::optional<std::string> hash = tx.store<AccountStore>().password_hash(user->id);
  if (!hash) return std::nullopt;
  return Credentials{std::move(*user), std::move(*hash)};
}

Result<std::optional<Credentials>> find_credentials(Transaction& tx, std::string_view username) {
  return credentials_of(tx, tx.store<AccountStore>().find_by_username(username));
}

Result<std::optional<Credentials>> find_own_credentials(Transaction& tx, UserId user) {
  return credentials_of(tx, tx.store<UserStore>().find(user));
}

struct PasswordCheck {
  bool is_right = false;
  std::optional<std::string> rehashed;  // a new hash of the password, if the stored one has another cost or form
};

// Runs on the hashing pool. Does the same work for an unknown user as for a known one, so that the time of the answer
// does not show which names exist.
Result<PasswordCheck> check_against(const PasswordHasher& hasher, const std::string& password,
                                    const std::optional<Credentials>& known) {
  PasswordCheck check;
  if (!known) {
    hasher.verify_nothing(password);
    return check;
  }
  check.is_right = hasher.verify(password, known->password_hash);
  if (check.is_right && hasher.needs_rehash(known->password_hash)) {
    auto hash = hasher.hash(password);
    if (hash) check.rehashed = std::move(*hash);
  }
  return check;
}

// Runs on the hashing pool. Returns the hash of the replacement, or nothing if the current password is wrong.
Result<std::optional<std::string>> hash_replacement(const PasswordHasher& hasher, const std::string& current,
                                                    const std::string& replacement, const Credentials& known) {
  if (!hasher.verify(current, known.password_hash)) return std::nullopt;
  return TRY(hasher.hash(replacement));
}

Result<User> register_now(Transaction& tx, const NewUser& wanted, const NewSession& session) {
  User user = TRY(add_user(tx, wanted));
  begin_session(tx, session);
  return user;
}

// Begins the session. Returns false if the stored hash is no longer the one that the password was checked against: the
// check ran before the transaction, and another request may have changed the password in between.
Result<bool> login_now(Transaction& tx, const Credentials& known, const PasswordCheck& check,
                       const NewSession& session) {
  if (!is_active(tx.store<UserStore>().lock(known.user.id))) return bad_credentials();
  if (tx.store<AccountStore>().password_hash(known.user.id) != known.password_hash) return false;
  if (check.rehashed) tx.store<AccountStore>().set_password_hash(known.user.id, *check.rehashed);
  begin_session(tx, session);
  return true;
}

Result<void> change_password_now(Transaction& tx, Caller caller, const Credentials& known, const std::string& hash,
                                 Time now) {
  TRY(lock_same_password(tx, {caller.user, known.password_hash}));
  tx.store<AccountStore>().set_password_hash(caller.user, hash);
  end_sessions(tx, caller.user, active_sessions(tx, caller.user, caller.session), RevocationReason::password_changed,
               now);
  return {};
}

// Locks the conversations before the row of the user, as every change of a membership does.
Result<void> deactivate_now(Transaction& tx, const ProvenPassword& proven, Time now) {
  const UserId user = proven.user;
  tx.store<ConversationStore>().lock_all_of(user);
  TRY(lock_same_password(tx, proven));
  tx.store<AccountStore>().deactivate(user, now);
  announce_closed_account(tx, user);
  end_sessions(tx, user, active_sessions(tx, user), RevocationReason::deactivated, now);
  return {};
}

Result<void> confirm_now(Transaction& tx, const ProvenPassword& proven, SessionId session, Time now) {
  TRY(lock_same_password(tx, proven));
  tx.store<SessionStore>().confirm(session, now);
  return {};
}

// Errors: invalid_request (field new_password).
Result<void> check_replacement(std::string_view password, std::string_view username) {
  Result<void> checked = check_password(password, username);
  if (checked) return checked;
  for (FieldError& fault : checked.error().fields) fault.field = "new_password";
  return checked;
}

// Errors: bad_credentials.
Result<User> find_reset_user(Transaction& tx, const std::string& token_hash, Time now) {
  const std::optional<UserId> owner = tx.store<AccountTokenStore>().find(token_hash, now);
  std::optional<User> user = owner ? tx.store<UserStore>().find(*owner) : std::nullopt;
  if (!has_account(user)) return fail(ErrorCode::bad_credentials, "This link was used already, or it has expired.");
  return *std::move(user);
}

// Looks the link up again once the user is locked, so that it is used once.
Result<void> reset_password_now(Transaction& tx, const std::string& token_hash, const std::string& hash, Time now) {
  const User user = TRY(find_reset_user(tx, token_hash, now));
  tx.store<UserStore>().lock(user.id);
  TRY(find_reset_user(tx, token_hash, now));
  tx.store<AccountTokenStore>().remove_all(user.id);
  tx.store<AccountStore>().set_password_hash(user.id, hash);
  end_sessions(tx, user.id, active_sessions(tx, user.id), RevocationReason::password_changed, now);
  return {};
}

Result<User> find_or_add(Transaction& tx, const NewUser& wanted) {
  std::optional<User> user = tx.store<AccountStore>().find_by_username(wanted.username);
  if (!user) return add_user(tx, wanted);
  user = tx.store<UserStore>().lock(user->id);
  if (!has_account(user)) return fail(ErrorCode::forbidden, "This user is deactivated.");
  if (!is_active(user)) return suspended();
  return std::move(*user);
}

Result<User> issue_token_now(Transaction& tx, const NewUser& wanted, NewSession session) {
  User user = TRY(find_or_add(tx, wanted));
  session.session.user = user.id;
  begin_session(tx, session);
  return user;
}

Result<void> check_registration(const Registration& registration) {
  Faults faults;
  faults.add(fault_in_reserved_name(registration.username));
  faults.add(check_names(registration));
  faults.add(check_password(registration.password, registration.username));
  return std::move(faults).result();
}

}  // namespace

SignIn::SignIn(Database& database, const Sessions& sessions, BlockingPool& hashing, const PasswordHasher& hasher,
               SharedLimits& attempts, const Clock& clock, const Limits& limits, const RegistrationSwitch& registration,
               Metrics& metrics)
    : database_(database),
      sessions_(sessions),
      hashing_(hashing),
      hasher_(hasher),
      attempts_(attempts, limits),
      clock_(clock),
      registration_(registration),
      metrics_(metrics) {}

// A registration is counted before anything else happens, so that a refused one costs almost nothing. The password is
// hashed outside the transaction: it takes a quarter of a second, and other writers would wait.
Task<SignedIn> SignIn::register_user(Registration registration, Device device) {
  if (auto counted = co_await attempts_.count_registration(AddressKey::of(device.address)); !counted) {
    co_return too_many(SecurityCause::too_many_by_address, std::move(counted).error(), device);
  }
  if (!registration_.is_open()) {
    record_sign_in(metrics_, SecurityCause::registration_closed, device);
    co_return fail(ErrorCode::forbidden, "Registration is closed.");
  }
  CO_TRY(check_registration(registration));

  std::string hash = CO_TRY(
      co_await hashing_.run([&hasher = hasher_, password = registration.password] { return hasher.hash(password); },
                            "register:" + hashing_key(device)));
  const NewUser wanted = new_user(std::move(registration), std::move(hash), clock_.now());
  const NewSession session = sessions_.prepare(wanted.id, device, wanted.created_at);
  User user = CO_TRY(
      co_await database_.write([wanted, session](Transaction& tx) { return register_now(tx, wanted, session); }));
  record_sign_in(metrics_, SecurityCause::registered, device, user.id, session.session.id);
  co_return sessions_.signed_in(std::move(user), session);
}

template <class T>
Task<T> SignIn::count(Task<AttemptLimits::Attempt> attempt, SecurityCause cause, const Device& device,
                      std::optional<UserId> user, Task<T> work) {
  auto begun = co_await std::move(attempt);
  if (!begun) co_return too_many(cause, std::move(begun).error(), device, user);
  auto outcome = co_await std::move(work);
  // Only a wrong guess uses up the attempt: a failure of the database, for example, tells an attacker nothing.
  if (!is_wrong_guess(outcome)) co_await attempts_.forgive(*std::move(begun));
  co_return outcome;
}

Task<SignedIn> SignIn::login(std::string username, std::string password, Device device) {
  co_return co_await count(attempts_.begin_sign_in(username, AddressKey::of(device.address), device.known_id),
                           SecurityCause::too_many_by_address, device, std::nullopt,
                           login_counted(username, password, device));
}

Task<SignedIn> SignIn::login_counted(const std::string& username, const std::string& password, const Device& device) {
  // Another turn follows only if the password was changed during the check.
  for (;;) {
    std::optional<SignedIn> attempt = CO_TRY(co_await try_login(username, password, device));
    if (attempt) co_return *std::move(attempt);
  }
}

Task<std::optional<SignedIn>> SignIn::try_login(const std::string& username, const std::string& password,
                                                const Device& device) {
  const std::optional<Credentials> known =
      CO_TRY(co_await database_.read([username](Transaction& tx) { return find_credentials(tx, username); }));
  const PasswordCheck check = CO_TRY(co_await hashing_.run(
      [&hasher = hasher_, password, known = known] { return check_against(hasher, password, known); },
      hashing_key(device)));
  if (!check.is_right) {
    record_sign_in(metrics_, known ? SecurityCause::wrong_password : SecurityCause::unknown_name, device,
                   known.transform([](const Credentials& of) { return of.user.id; }));
    co_return bad_credentials();
  }
  if (known->user.suspended_at) {
    record_sign_in(metrics_, SecurityCause::account_suspended, device, known->user.id);
    co_return suspended();
  }

  const Credentials& credentials = known.value();
  const NewSession session = sessions_.prepare(credentials.user.id, device, clock_.now());
  const bool begun = CO_TRY(co_await database_.write(
      [credentials, check = check, session](Transaction& tx) { return login_now(tx, credentials, check, session); }));
  if (!begun) co_return std::nullopt;
  record_sign_in(metrics_, SecurityCause::signed_in, device, credentials.user.id, session.session.id);
  co_return sessions_.signed_in(credentials.user, session);
}

template <class T>
Task<T> SignIn::count_proof(Caller caller, const Device& device, Task<T> proof) {
  auto outcome = co_await count(attempts_.begin_proof(caller.user), SecurityCause::too_many_by_user, device,
                                caller.user, std::move(proof));
  if (is_wrong_guess(outcome)) {
    record_sign_in(metrics_, SecurityCause::wrong_own_password, device, caller.user, caller.session);
  }
  co_return outcome;
}

Task<void> SignIn::change_password(Caller caller, std::string current, std::string replacement, Device device) {
  CO_TRY(co_await count_proof(caller, device, change_password_counted(caller, current, replacement)));
  record_sign_in(metrics_, SecurityCause::password_changed, device, caller.user, caller.session);
  record_sign_in(metrics_, SecurityCause::sessions_ended_by_password, device, caller.user);
  co_return Result<void>();
}

Task<void> SignIn::change_password_counted(Caller caller, const std::string& current, const std::string& replacement) {
  const auto known = CO_TRY(co_await own_credentials(caller));
  CO_TRY(check_replacement(replacement, known.user.username));
  const std::optional<std::string> hash =
      CO_TRY(co_await hashing_.run([&hasher = hasher_, current, replacement,
                                    known = known] { return hash_replacement(hasher, current, replacement, known); },
                                   caller.user.text()));
  if (!hash) co_return wrong_password();
  co_return co_await database_.write([caller, known = known, hash = *hash, now = clock_.now()](Transaction& tx) {
    return change_password_now(tx, caller, known, hash, now);
  });
}

Task<void> SignIn::deactivate(Caller caller, std::string password, Device device) {
  const ProvenPassword proven = CO_TRY(co_await prove(caller, std::move(password), device));
  CO_TRY(co_await database_.write(
      [proven, now = clock_.now()](Transaction& tx) { return deactivate_now(tx, proven, now); }));
  record_sign_in(metrics_, SecurityCause::account_closed, device, caller.user, caller.session);
  record_sign_in(metrics_, SecurityCause::sessions_ended_by_closing, device, caller.user);
  co_return Result<void>();
}

Task<void> SignIn::confirm_password(Caller caller, std::string password, Device device) {
  const ProvenPassword proven = CO_TRY(co_await prove(caller, std::move(password), std::move(device)));
  co_return co_await database_.write([proven, session = caller.session, now = clock_.now()](Transaction& tx) {
    return confirm_now(tx, proven, session, now);
  });
}

Task<ProvenPassword> SignIn::prove(Caller caller, std::string password, Device device) {
  co_return co_await count_proof(caller, device, prove_counted(caller, password));
}

Task<ProvenPassword> SignIn::prove_counted(Caller caller, const std::string& password) {
  const Credentials known = CO_TRY(co_await own_credentials(caller));
  const bool is_right = CO_TRY(
      co_await hashing_.run([&hasher = hasher_, password,
                             known = known]() -> Result<bool> { return hasher.verify(password, known.password_hash); },
                            caller.user.text()));
  if (!is_right) co_return wrong_password();
  co_return ProvenPassword{caller.user, known.password_hash};
}

Task<Credentials> SignIn::own_credentials(Caller caller) {
  std::optional<Credentials> known =
      CO_TRY(co_await database_.read([user = caller.user](Transaction& tx) { return find_own_credentials(tx, user); }));
  if (!known) co_return bad_credentials();
  co_return *std::move(known);
}

// The password is hashed before the link is used up, and the transaction looks the link up again: of two requests with
// one link, one succeeds.
Task<void> SignIn::reset_password(std::string token, std::string replacement, Device device) {
  const std::string token_hash = refresh_token_hash(token);
  // A guess counts like one of a name that nobody has.
  const User user = CO_TRY(co_await count(attempts_.begin_sign_in("", AddressKey::of(device.address), std::nullopt),
                                          SecurityCause::too_many_by_address, device, std::nullopt,
                                          find_reset_link(token_hash, device)));
  CO_TRY(check_replacement(replacement, user.username));
  const std::string hash = CO_TRY(
      co_await hashing_.run([&hasher = hasher_, replacement] { return hasher.hash(replacement); }, user.id.text()));
  CO_TRY(co_await database_.write([token_hash, hash, now = clock_.now()](Transaction& tx) {
    return reset_password_now(tx, token_hash, hash, now);
  }));
  record_sign_in(metrics_, SecurityCause::password_reset, device, user.id);
  record_sign_in(metrics_, SecurityCause::sessions_ended_by_password, device, user.id);
  co_return Result<void>();
}

Task<User> SignIn::find_reset_link(const std::string& token_hash, const Device& device) {
  auto user = co_await database_.read(
      [token_hash, now = clock_.now()](Transaction& tx) { return find_reset_user(tx, token_hash, now); });
  if (is_wrong_guess(user)) record_sign_in(metrics_, SecurityCause::reset_link_refused, device);
  co_return user;
}

Task<SignedIn> SignIn::issue_development_token(std::string username, Device device) {
  Registration registration;
  registration.username = std::move(username);
  CO_TRY(check_names(registration));
  const NewUser wanted = new_user(std::move(registration), std::string(kNoPassword), clock_.now());
  const NewSession session = sessions_.prepare(wanted.id, device, wanted.created_at);
  User user = CO_TRY(
      co_await database_.write([wanted, session](Transaction& tx) { return issue_token_now(tx, wanted, session); }));
  record_sign_in(metrics_, SecurityCause::signed_in_for_development, device, user.id, session.session.id);
  co_return sessions_.signed_in(std::move(user), session);
}

std::unexpected<Error> SignIn::too_many(SecurityCause cause, Error error, const Device& device,
                                        std::optional<UserId> user) const {
  record_sign_in(metrics_, cause, device, user);
  return std::unexpected(std::move(error));
}

}  // namespace parley
