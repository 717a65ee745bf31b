#include <parley/service/accounts.hpp>

#include "service/account_rules.hpp"
#include "service/membership.hpp"
#include "service/session_steps.hpp"

namespace parley {
namespace {

// Addresses and names whose attempts are counted at a time.
constexpr std::size_t kThrottledKeys = 100'000;
// No bcrypt hash: no password is right.
constexpr std::string_view kNoPassword = "!";

TokenRate sign_in_rate(const Limits& limits) { return {limits.sign_ins_per_minute / 60, limits.sign_in_burst}; }

// Longer names than can exist share a bucket, so that no key is larger than a name.
std::string throttled_name(std::string_view username) { return lower_case(username.substr(0, kUsernameMost + 1)); }

std::unexpected<Error> bad_credentials() {
  return fail(ErrorCode::bad_credentials, "The username or the password is wrong.");
}

struct Credentials {
  User user;
  std::string password_hash;
};

Result<std::optional<Credentials>> credentials_of(Transaction& tx, std::optional<User> user) {
  if (!is_active(user)) return std::nullopt;
  std::optional<std::string> hash = tx.users().password_hash(user->id);
  if (!hash) return std::nullopt;
  return Credentials{std::move(*user), std::move(*hash)};
}

Result<std::optional<Credentials>> find_credentials(Transaction& tx, std::string_view username) {
  return credentials_of(tx, tx.users().find_by_username(username));
}

Result<std::optional<Credentials>> find_own_credentials(Transaction& tx, UserId user) {
  return credentials_of(tx, tx.users().find(user));
}

struct PasswordCheck {
  bool is_right = false;
  std::optional<std::string> rehashed;  // the same password at today's cost
};

// The same work for an unknown user as for a known one.
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

// The hash of the replacement; nothing where the current password is wrong.
Result<std::optional<std::string>> hash_replacement(const PasswordHasher& hasher, const std::string& current,
                                                    const std::string& replacement, const Credentials& known) {
  if (!hasher.verify(current, known.password_hash)) return std::nullopt;
  auto hash = hasher.hash(replacement);
  if (!hash) return std::unexpected(hash.error());
  return std::move(*hash);
}

Result<User> register_now(Transaction& tx, const NewUser& wanted, const NewSession& session) {
  Result<User> user = tx.users().add(wanted);
  if (user) begin_session(tx, session);
  return user;
}

// False where the hash is no longer the one that the password was checked against.
Result<bool> login_now(Transaction& tx, const Credentials& known, const PasswordCheck& check,
                       const NewSession& session) {
  if (!is_active(tx.users().find(known.user.id))) return bad_credentials();
  if (tx.users().password_hash(known.user.id) != known.password_hash) return false;
  if (check.rehashed) tx.users().set_password_hash(known.user.id, *check.rehashed);
  begin_session(tx, session);
  return true;
}

Result<void> change_password_now(Transaction& tx, Caller caller, const Credentials& known, const std::string& hash,
                                 Time now) {
  if (tx.users().password_hash(caller.user) != known.password_hash) {
    return fail(ErrorCode::conflict, "The password was changed at the same time.");
  }
  tx.users().set_password_hash(caller.user, hash);
  std::vector<SessionId> others;
  for (const Session& session : tx.sessions().active(caller.user)) {
    if (session.id != caller.session) others.push_back(session.id);
  }
  end_sessions(tx, caller.user, others, RevocationReason::password_changed, now);
  return {};
}

Result<User> find_or_add(Transaction& tx, const NewUser& wanted) {
  std::optional<User> user = tx.users().find_by_username(wanted.username);
  if (!user) return tx.users().add(wanted);
  if (!is_active(user)) return fail(ErrorCode::forbidden, "This user is deactivated.");
  return std::move(*user);
}

Result<User> issue_token_now(Transaction& tx, const NewUser& wanted, NewSession session) {
  Result<User> user = find_or_add(tx, wanted);
  if (!user) return user;
  session.session.user = user->id;
  begin_session(tx, session);
  return user;
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

Accounts::Accounts(Database& database, BlockingPool& hashing, const PasswordHasher& hasher,
                   const AccessTokens& access_tokens, const Clock& clock, const Limits& limits, AccountOptions options)
    : database_(database),
      hashing_(hashing),
      hasher_(hasher),
      access_tokens_(access_tokens),
      clock_(clock),
      options_(std::move(options)),
      attempts_by_address_(sign_in_rate(limits), kThrottledKeys),
      attempts_by_name_(sign_in_rate(limits), kThrottledKeys) {}

Task<SignedIn> Accounts::register_user(Registration registration, Device device) {
  if (auto error = throttle(attempts_by_address_, device.address)) co_return std::unexpected(std::move(*error));
  if (!options_.registration_open) co_return fail(ErrorCode::forbidden, "Registration is closed.");
  const Result<void> checked = check_registration(registration);
  if (!checked) co_return std::unexpected(checked.error());

  auto hash =
      co_await hashing_.run([&hasher = hasher_, password = registration.password] { return hasher.hash(password); });
  if (!hash) co_return std::unexpected(hash.error());
  const NewUser wanted = new_user(std::move(registration), std::move(*hash), clock_.now());
  const NewSession session = new_session(wanted.id, device, wanted.created_at, options_.refresh_lifetime);
  auto user =
      co_await database_.write([wanted, session](Transaction& tx) { return register_now(tx, wanted, session); });
  if (!user) co_return std::unexpected(user.error());
  co_return signed_in(std::move(*user), session.session.id, session.token, session.token_row.expires_at);
}

Task<SignedIn> Accounts::login(std::string username, std::string password, Device device) {
  if (auto error = throttle(attempts_by_address_, device.address)) co_return std::unexpected(std::move(*error));
  if (auto error = throttle(attempts_by_name_, throttled_name(username))) co_return std::unexpected(std::move(*error));
  for (;;) {
    auto attempt = co_await try_login(username, password, device);
    if (!attempt) co_return std::unexpected(attempt.error());
    if (attempt->has_value()) co_return std::move(**attempt);
  }
}

Task<std::optional<SignedIn>> Accounts::try_login(const std::string& username, const std::string& password,
                                                  const Device& device) {
  const auto known = co_await database_.read([username](Transaction& tx) { return find_credentials(tx, username); });
  if (!known) co_return std::unexpected(known.error());
  const auto check = co_await hashing_.run(
      [&hasher = hasher_, password, known = *known] { return check_against(hasher, password, known); });
  if (!check) co_return std::unexpected(check.error());
  if (!check->is_right) co_return bad_credentials();

  const Credentials credentials = known->value();
  const NewSession session = new_session(credentials.user.id, device, clock_.now(), options_.refresh_lifetime);
  const auto begun = co_await database_.write(
      [credentials, check = *check, session](Transaction& tx) { return login_now(tx, credentials, check, session); });
  if (!begun) co_return std::unexpected(begun.error());
  if (!*begun) co_return std::nullopt;
  co_return signed_in(credentials.user, session.session.id, session.token, session.token_row.expires_at);
}

Task<void> Accounts::change_password(Caller caller, std::string current, std::string replacement) {
  if (auto error = throttle(attempts_by_name_, caller.user.text())) co_return std::unexpected(std::move(*error));
  const auto known =
      co_await database_.read([user = caller.user](Transaction& tx) { return find_own_credentials(tx, user); });
  if (!known) co_return std::unexpected(known.error());
  if (!*known) co_return bad_credentials();
  const Credentials credentials = **known;
  Result<void> checked = check_password(replacement, credentials.user.username);
  if (!checked) {
    for (FieldError& fault : checked.error().fields) fault.field = "new_password";
    co_return checked;
  }
  const auto hash = co_await hashing_.run([&hasher = hasher_, current, replacement, credentials] {
    return hash_replacement(hasher, current, replacement, credentials);
  });
  if (!hash) co_return std::unexpected(hash.error());
  if (!*hash) co_return fail(ErrorCode::bad_credentials, "The current password is wrong.");
  co_return co_await database_.write([caller, credentials, hash = **hash, now = clock_.now()](Transaction& tx) {
    return change_password_now(tx, caller, credentials, hash, now);
  });
}

Task<SignedIn> Accounts::issue_development_token(std::string username, Device device) {
  const Result<void> checked = check_username(username);
  if (!checked) co_return std::unexpected(checked.error());
  Registration registration;
  registration.username = std::move(username);
  const NewUser wanted = new_user(std::move(registration), std::string(kNoPassword), clock_.now());
  const NewSession session = new_session(wanted.id, device, wanted.created_at, options_.refresh_lifetime);
  auto user =
      co_await database_.write([wanted, session](Transaction& tx) { return issue_token_now(tx, wanted, session); });
  if (!user) co_return std::unexpected(user.error());
  co_return signed_in(std::move(*user), session.session.id, session.token, session.token_row.expires_at);
}

SignedIn Accounts::signed_in(User user, SessionId session, std::string refresh, Time refresh_expires_at) const {
  const Time now = clock_.now();
  const UserId id = user.id;
  // Whole seconds, as the token itself has them.
  const Time expires_at = std::chrono::floor<seconds>(now) + access_tokens_.lifetime();
  Tokens tokens{access_tokens_.issue(id, session, now), expires_at, std::move(refresh), refresh_expires_at};
  return {std::move(user), session, std::move(tokens)};
}

std::optional<Error> Accounts::throttle(KeyedBuckets<std::string>& buckets, const std::string& key) {
  const auto wait = buckets.take(key, std::chrono::steady_clock::now());
  if (!wait) return std::nullopt;
  return Error{ErrorCode::rate_limited, "There were too many attempts. Try again later.", {}, wait};
}

}  // namespace parley
