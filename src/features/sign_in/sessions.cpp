#include <parley/features/sign_in/sessions.hpp>

#include <algorithm>

#include <parley/base/address_key.hpp>
#include <parley/core/repeat.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/sign_in/refresh_rotation.hpp>
#include <parley/features/sign_in/refresh_token.hpp>
#include <parley/features/sign_in/store.hpp>
#include <parley/features/sign_in/store_tokens.hpp>

#include "core/membership.hpp"
#include "features/sign_in/session_steps.hpp"
#include "features/sign_in/sign_in_record.hpp"

namespace parley {
namespace {

constexpr std::size_t kExpiredAtOnce = 500;  // in one transaction, so that other writers do not wait for long

// A refresh token that was presented, and the token that it would be exchanged for.
struct Exchange {
  std::string presented_hash;
  std::string successor_hash;
  Time successor_expires_at;
  Device device;
};

struct Refreshed {
  RotationOutcome outcome = RotationOutcome::refused;
  User user;
  SessionId session;
  Time expires_at;  // when the successor expires
};

void rotate(Transaction& tx, SessionId session, const Exchange& exchange, Time expires_at, Time now) {
  tx.store<SessionStore>().add_token({exchange.successor_hash, session, std::nullopt, std::nullopt, expires_at});
  tx.store<SessionStore>().mark_token_used(exchange.presented_hash, exchange.successor_hash, now);
  tx.store<SessionStore>().touch(session, exchange.device.address, now);
}

SessionFacts facts_of(const Session& session, const Device& device) {
  const bool is_same_device = session.user_agent == shown_user_agent(device);
  const bool is_same_network = AddressKey::of(session.address) == AddressKey::of(device.address);
  return {session.revoked_at.has_value(), session.created_at, is_same_device && is_same_network};
}

std::optional<Session> find_session_of(Transaction& tx, const std::string& token_hash) {
  const std::optional<RefreshToken> token = tx.store<SessionStore>().find_token(token_hash);
  return token ? tx.store<SessionStore>().find(token->session) : std::nullopt;
}

// Locks the user's row before it reads the token, so that requests with one token are judged one after the other.
// Returns a value even if the token is refused: an error would roll back the end of a session whose token was reused.
Result<Refreshed> refresh_now(Transaction& tx, const Exchange& exchange, Time now) {
  const std::optional<Session> known = find_session_of(tx, exchange.presented_hash);
  const std::optional<User> user = known ? tx.store<UserStore>().lock(known->user) : std::nullopt;
  if (!is_active(user)) return Refreshed();
  // A request that presented the token at the same time may have changed these rows while this one waited for the lock.
  const std::optional<RefreshToken> presented = tx.store<SessionStore>().find_token(exchange.presented_hash);
  const std::optional<Session> session = tx.store<SessionStore>().find(known->id);
  if (!presented || !session) return Refreshed();
  const std::optional<RefreshToken> successor =
      presented->successor ? tx.store<SessionStore>().find_token(*presented->successor) : std::nullopt;
  const Time expires_at = std::min(exchange.successor_expires_at, session->created_at + kSessionLongest);
  Refreshed refreshed{judge_refresh(presented, successor, facts_of(*session, exchange.device), now), *user, session->id,
                      expires_at};
  switch (refreshed.outcome) {
    case RotationOutcome::rotate: rotate(tx, session->id, exchange, expires_at, now); break;
    case RotationOutcome::repeat:
      // The stored successor was derived with a key that the server no longer has, so its text cannot be made again.
      if (successor->hash != exchange.successor_hash) refreshed.outcome = RotationOutcome::refused;
      refreshed.expires_at = successor->expires_at;
      break;
    case RotationOutcome::reused:
      end_sessions(tx, user->id, std::span(&session->id, 1), RevocationReason::token_reused, now);
      break;
    case RotationOutcome::refused: break;
  }
  return refreshed;
}

Result<void> end_by_token(Transaction& tx, const std::string& token_hash, RevocationReason reason, Time now) {
  const std::optional<Session> session = find_session_of(tx, token_hash);
  if (session) end_sessions(tx, session->user, std::span(&session->id, 1), reason, now);
  return {};
}

Result<void> end_own_session(Transaction& tx, Caller caller, Time now) {
  end_sessions(tx, caller.user, std::span(&caller.session, 1), RevocationReason::logout, now);
  return {};
}

Result<void> revoke_session_now(Transaction& tx, Caller caller, SessionId id, Time now) {
  const std::optional<Session> own = tx.store<SessionStore>().find(caller.session);
  if (id != caller.session && (!own || !is_confirmed(*own, now))) {
    return fail(ErrorCode::password_required, "Prove your password first, then end other sessions.");
  }
  const std::optional<Session> session = tx.store<SessionStore>().find(id);
  if (!session || session->user != caller.user || session->revoked_at) {
    return fail(ErrorCode::not_found, "There is no such session.");
  }
  end_sessions(tx, caller.user, std::span(&id, 1), RevocationReason::revoked_by_user, now);
  return {};
}

}  // namespace

NewSession Sessions::prepare(UserId user, const Device& device, Time now) const {
  return new_session(user, device, now, options_.refresh_lifetime);
}

SignedIn Sessions::signed_in(User user, const NewSession& session) const {
  return signed_in(std::move(user), session.session.id, session.token, session.token_row.expires_at);
}

Task<SignedIn> Sessions::refresh(std::string token, Device device) {
  const Time now = clock_.now();
  const std::string presented = std::move(token);
  std::string successor = successor_of(presented, options_.refresh_key);
  const Exchange exchange{refresh_token_hash(presented), refresh_token_hash(successor), now + options_.refresh_lifetime,
                          std::move(device)};
  Refreshed refreshed =
      CO_TRY(co_await database_.write([exchange, now](Transaction& tx) { return refresh_now(tx, exchange, now); }));
  const bool is_good = refreshed.outcome == RotationOutcome::rotate || refreshed.outcome == RotationOutcome::repeat;
  if (refreshed.outcome == RotationOutcome::reused) {
    record_sign_in(metrics_, SecurityCause::refresh_reused, exchange.device, refreshed.user.id, refreshed.session);
  }
  if (!is_good) co_return not_signed_in();
  co_return signed_in(std::move(refreshed.user), refreshed.session, std::move(successor), refreshed.expires_at);
}

Task<void> Sessions::end_by_refresh_token(const std::string& token, RevocationReason reason) {
  return database_.write([hash = refresh_token_hash(token), reason, now = clock_.now()](Transaction& tx) {
    return end_by_token(tx, hash, reason, now);
  });
}

Task<void> Sessions::logout(Caller caller, Device device) {
  CO_TRY(co_await database_.write(
      [caller, now = clock_.now()](Transaction& tx) { return end_own_session(tx, caller, now); }));
  record_sign_in(metrics_, SecurityCause::signed_out, device, caller.user, caller.session);
  co_return Result<void>();
}

Task<Authenticated> Sessions::authenticate(std::string access_token) {
  const AccessClaims claims = CO_TRY(verify(access_token));
  const User user = CO_TRY(
      co_await database_.read([claims](Transaction& tx) { return find_signed_in(tx, claims.user, claims.session); }));
  const Caller caller{user.id, claims.session, user.role};
  co_return Authenticated{caller, claims.expires_at, user.presence_rules()};
}

Result<AccessClaims> Sessions::verify(std::string_view access_token) const {
  return access_tokens_.verify(access_token, clock_.now());
}

Task<std::vector<Session>> Sessions::list(Caller caller) {
  return database_.read([user = caller.user](Transaction& tx) -> Result<std::vector<Session>> {
    return tx.store<SessionStore>().active(user);
  });
}

Task<void> Sessions::revoke(Caller caller, SessionId session, Device device) {
  CO_TRY(co_await database_.write(
      [caller, session, now = clock_.now()](Transaction& tx) { return revoke_session_now(tx, caller, session, now); }));
  record_sign_in(metrics_, SecurityCause::session_revoked, device, caller.user, session);
  co_return Result<void>();
}

Task<std::vector<PastSignIn>> Sessions::past_sign_ins(Caller caller) {
  return database_.read([user = caller.user](Transaction& tx) -> Result<std::vector<PastSignIn>> {
    return tx.store<SessionStore>().sign_ins(user);
  });
}

Task<void> Sessions::remove_expired() {
  CO_TRY(co_await database_.write([now = clock_.now()](Transaction& tx) -> Result<void> {
    tx.store<AccountTokenStore>().remove_expired(now);
    return {};
  }));
  co_return co_await repeat_write(database_, kExpiredAtOnce, [now = clock_.now()](Transaction& tx) {
    return tx.store<SessionStore>().remove_expired(now, kExpiredAtOnce);
  });
}

SignedIn Sessions::signed_in(User user, SessionId session, std::string refresh, Time refresh_expires_at) const {
  const Time now = clock_.now();
  const UserId id = user.id;
  // The token contains whole seconds, and the reply says the same.
  const Time expires_at = std::chrono::floor<seconds>(now) + access_tokens_.lifetime();
  Tokens tokens{access_tokens_.issue(id, session, now), expires_at, std::move(refresh), refresh_expires_at};
  return {std::move(user), session, std::move(tokens)};
}

}  // namespace parley
