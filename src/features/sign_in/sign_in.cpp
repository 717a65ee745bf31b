#include <parley/features/sign_in/sign_in.hpp>

#include <parley/base/address_key.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/sign_in/store.hpp>

#include "core/membership.hpp"
#include "core/roles.hpp"
#include "features/accounts/names.hpp"
#include "features/accounts/policy.hpp"
#include "features/sign_in/session_steps.hpp"

namespace parley {
namespace {

// This text is no bcrypt hash, so that no password is right.
constexpr std::string_view kNoPassword = "!";

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

std::unexpected<Error> wrong_password() { return fail(ErrorCode::bad_credentials, "The current password is wrong."); }

Result<std::optional<Credentials>> credentials_of(Transaction& tx, std::optional<User> user) {
  if (!is_active(user)) return std::nullopt;
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

Result<User> add_user(Transaction& tx, const NewUser& wanted) {
  User user = TRY(tx.store<AccountStore>().add(wanted));
  index_names(tx, user);
  return user;
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

std::vector<SessionId> active_sessions(Transaction& tx, UserId user, std::optional<SessionId> except = {}) {
  std::vector<SessionId> active;
  for (const Session& session : tx.store<SessionStore>().active(user)) {
    if (session.id != except) active.push_back(session.id);
  }
  return active;
}

// Checks that the user still has the password that was checked before the transaction, and locks the user so that it
// stays until the end of the transaction. Errors: conflict.
Result<void> lock_same_password(Transaction& tx, const Credentials& known) {
  if (is_active(tx.store<UserStore>().lock(known.user.id)) &&
      tx.store<AccountStore>().password_hash(known.user.id) == known.password_hash) {
    return {};
  }
  return fail(ErrorCode::conflict, "The password was changed at the same time.");
}

Result<void> change_password_now(Transaction& tx, Caller caller, const Credentials& known, const std::string& hash,
                                 Time now) {
  TRY(lock_same_password(tx, known));
  tx.store<AccountStore>().set_password_hash(caller.user, hash);
  end_sessions(tx, caller.user, active_sessions(tx, caller.user, caller.session), RevocationReason::password_changed,
               now);
  return {};
}

// Locks the conversations before the row of the user, as every change of a membership does.
Result<void> deactivate_now(Transaction& tx, UserId user, const Credentials& known, Time now) {
  tx.store<ConversationStore>().lock_all_of(user);
  TRY(lock_same_password(tx, known));
  tx.store<AccountStore>().deactivate(user, now);
  announce_closed_account(tx, user);
  end_sessions(tx, user, active_sessions(tx, user), RevocationReason::deactivated, now);
  return {};
}

Result<User> find_or_add(Transaction& tx, const NewUser& wanted) {
  std::optional<User> user = tx.store<AccountStore>().find_by_username(wanted.username);
  if (!user) return add_user(tx, wanted);
  user = tx.store<UserStore>().lock(user->id);
  if (!is_active(user)) return fail(ErrorCode::forbidden, "This user is deactivated.");
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
  faults.add(fault_in_new_username(registration.username));
  faults.add(check_password(registration.password, registration.username));
  if (!registration.display_name.empty()) faults.add(fault_in_display_name(registration.display_name));
  if (registration.email) faults.add(fault_in_email(*registration.email));
  return std::move(faults).result();
}

Result<void> check_username(std::string_view username) {
  Faults faults;
  faults.add(fault_in_username(username));
  return std::move(faults).result();
}

NewUser new_user(Registration registration, std::string password_hash, Time now) {
  NewUser user;
  user.id = UserId::generate();
  user.display_name = registration.display_name.empty() ? registration.username : std::move(registration.display_name);
  user.username = std::move(registration.username);
  user.email = std::move(registration.email);
  user.password_hash = std::move(password_hash);
  user.created_at = now;
  return user;
}

}  // namespace

SignIn::SignIn(Database& database, const Sessions& sessions, BlockingPool& hashing, const PasswordHasher& hasher,
               SharedLimits& attempts, const Clock& clock, const Limits& limits, bool registration_open)
    : database_(database),
      sessions_(sessions),
      hashing_(hashing),
      hasher_(hasher),
      attempts_(attempts, limits),
      clock_(clock),
      registration_open_(registration_open) {}

// A registration is counted before anything else happens, so that a refused one costs almost nothing. The password is
// hashed outside the transaction: it takes a quarter of a second, and other writers would wait.
Task<SignedIn> SignIn::register_user(Registration registration, Device device) {
  CO_TRY(co_await attempts_.count_registration(AddressKey::of(device.address)));
  if (!registration_open_) co_return fail(ErrorCode::forbidden, "Registration is closed.");
  CO_TRY(check_registration(registration));

  std::string hash = CO_TRY(
      co_await hashing_.run([&hasher = hasher_, password = registration.password] { return hasher.hash(password); },
                            "register:" + hashing_key(device)));
  const NewUser wanted = new_user(std::move(registration), std::move(hash), clock_.now());
  const NewSession session = sessions_.prepare(wanted.id, device, wanted.created_at);
  User user = CO_TRY(
      co_await database_.write([wanted, session](Transaction& tx) { return register_now(tx, wanted, session); }));
  co_return sessions_.signed_in(std::move(user), session);
}

Task<SignedIn> SignIn::login(std::string username, std::string password, Device device) {
  auto attempt = CO_TRY(co_await attempts_.begin_sign_in(username, AddressKey::of(device.address), device.known_id));
  auto signed_in = co_await login_counted(username, password, device);
  if (!is_wrong_guess(signed_in)) co_await attempts_.forgive(std::move(attempt));
  co_return signed_in;
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
  if (!check.is_right) co_return bad_credentials();

  const Credentials credentials = known.value();
  const NewSession session = sessions_.prepare(credentials.user.id, device, clock_.now());
  const bool begun = CO_TRY(co_await database_.write(
      [credentials, check = check, session](Transaction& tx) { return login_now(tx, credentials, check, session); }));
  if (!begun) co_return std::nullopt;
  co_return sessions_.signed_in(credentials.user, session);
}

Task<void> SignIn::change_password(Caller caller, std::string current, std::string replacement) {
  auto attempt = CO_TRY(co_await attempts_.begin_proof(caller.user));
  auto changed = co_await change_password_counted(caller, current, replacement);
  if (!is_wrong_guess(changed)) co_await attempts_.forgive(std::move(attempt));
  co_return changed;
}

Task<void> SignIn::change_password_counted(Caller caller, const std::string& current, const std::string& replacement) {
  const auto known = CO_TRY(co_await own_credentials(caller));
  Result<void> checked = check_password(replacement, known.user.username);
  if (!checked) {
    for (FieldError& fault : checked.error().fields) fault.field = "new_password";
    co_return checked;
  }
  const std::optional<std::string> hash =
      CO_TRY(co_await hashing_.run([&hasher = hasher_, current, replacement,
                                    known = known] { return hash_replacement(hasher, current, replacement, known); },
                                   caller.user.text()));
  if (!hash) co_return wrong_password();
  co_return co_await database_.write([caller, known = known, hash = *hash, now = clock_.now()](Transaction& tx) {
    return change_password_now(tx, caller, known, hash, now);
  });
}

Task<void> SignIn::deactivate(Caller caller, std::string password) {
  auto attempt = CO_TRY(co_await attempts_.begin_proof(caller.user));
  auto closed = co_await deactivate_counted(caller, password);
  if (!is_wrong_guess(closed)) co_await attempts_.forgive(std::move(attempt));
  co_return closed;
}

Task<void> SignIn::deactivate_counted(Caller caller, const std::string& password) {
  const auto known = CO_TRY(co_await own_credentials(caller));
  const bool is_right = CO_TRY(
      co_await hashing_.run([&hasher = hasher_, password,
                             known = known]() -> Result<bool> { return hasher.verify(password, known.password_hash); },
                            caller.user.text()));
  if (!is_right) co_return wrong_password();
  co_return co_await database_.write([user = caller.user, known = known, now = clock_.now()](Transaction& tx) {
    return deactivate_now(tx, user, known, now);
  });
}

Task<Credentials> SignIn::own_credentials(Caller caller) {
  std::optional<Credentials> known =
      CO_TRY(co_await database_.read([user = caller.user](Transaction& tx) { return find_own_credentials(tx, user); }));
  if (!known) co_return bad_credentials();
  co_return *std::move(known);
}

Task<SignedIn> SignIn::issue_development_token(std::string username, Device device) {
  CO_TRY(check_username(username));
  Registration registration;
  registration.username = std::move(username);
  const NewUser wanted = new_user(std::move(registration), std::string(kNoPassword), clock_.now());
  const NewSession session = sessions_.prepare(wanted.id, device, wanted.created_at);
  User user = CO_TRY(
      co_await database_.write([wanted, session](Transaction& tx) { return issue_token_now(tx, wanted, session); }));
  co_return sessions_.signed_in(std::move(user), session);
}

}  // namespace parley
