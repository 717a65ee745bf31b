#include <algorithm>

#include <parley/base/limits.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/sign_in/refresh_token.hpp>
#include <parley/features/sign_in/store.hpp>

#include "core/membership.hpp"
#include "features/sign_in/session_steps.hpp"

namespace parley {
namespace {

constexpr std::size_t kUserAgentBytes = 256;

// Returns a header as printable ASCII. Its bytes can be anything, and the list of sessions shows it to the user.
std::string printable(std::string_view text) {
  std::string shown(text.substr(0, kUserAgentBytes));
  for (char& c : shown) {
    if (c < ' ' || c > '~') c = '?';
  }
  return shown;
}

}  // namespace

std::string shown_user_agent(const Device& device) { return printable(device.user_agent); }

std::unexpected<Error> not_signed_in() {
  return fail(ErrorCode::unauthenticated, "The session has ended. Sign in again.");
}

Result<User> find_signed_in(Transaction& tx, UserId user, SessionId session) {
  return judge_signed_in(user, tx.store<SessionStore>().find(session), tx.store<UserStore>().find(user));
}

Result<User> judge_signed_in(UserId user_id, const std::optional<Session>& session, std::optional<User> user) {
  if (!session || session->revoked_at || session->user != user_id || !is_active(user)) return not_signed_in();
  return *std::move(user);
}

bool is_confirmed(const Session& session, Time now) {
  return now < session.confirmed_at.value_or(session.created_at) + kConfirmationLife;
}

NewSession new_session(UserId user, const Device& device, Time now, std::chrono::days refresh_lifetime) {
  NewSession fresh;
  fresh.token = new_refresh_token();
  fresh.session.id = SessionId::generate();
  fresh.session.user = user;
  fresh.session.user_agent = shown_user_agent(device);
  fresh.session.address = device.address;
  fresh.session.created_at = now;
  fresh.session.last_seen_at = now;
  fresh.token_row.hash = refresh_token_hash(fresh.token);
  fresh.token_row.session = fresh.session.id;
  fresh.token_row.expires_at = now + refresh_lifetime;
  return fresh;
}

// Ends the sessions that were not used for the longest time, if the user has more than permitted.
void begin_session(Transaction& tx, const NewSession& session) {
  const UserId user = session.session.user;
  std::vector<Session> others = tx.store<SessionStore>().active(user);
  if (others.size() >= kSessionsMost) {
    std::ranges::sort(others, {}, &Session::last_seen_at);
    std::vector<SessionId> surplus;
    for (std::size_t i = 0; i + kSessionsMost <= others.size(); ++i) surplus.push_back(others[i].id);
    end_sessions(tx, user, surplus, RevocationReason::replaced, session.session.created_at);
  }
  tx.store<SessionStore>().add(session.session);
  tx.store<SessionStore>().add_sign_in(session.session);
  tx.store<SessionStore>().add_token(session.token_row);
}

void end_sessions(Transaction& tx, UserId user, std::span<const SessionId> sessions, RevocationReason reason,
                  Time now) {
  std::vector<SessionId> ended = tx.store<SessionStore>().revoke(sessions, reason, now);
  if (!ended.empty()) announce_to_user(tx, user, SessionsRevoked{std::move(ended), reason});
}

}  // namespace parley
