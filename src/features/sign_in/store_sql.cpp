#include <set>

#include <parley/base/limits.hpp>
#include <parley/features/sign_in/store.hpp>
#include <parley/store/enum_text.hpp>

#define SESSION_COLUMNS \
  "id, user_id, user_agent, address, created_at, last_seen_at, revoked_at, revocation_reason, confirmed_at"
#define TOKEN_COLUMNS "token_hash, session_id, successor, used_at, expires_at"

namespace parley {

template <>
inline constexpr std::array<std::string_view, 7> kEnumTexts<RevocationReason>{
    "logout", "revoked_by_user", "password_changed", "token_reused", "deactivated", "replaced", "ended_by_operator"};

namespace {

Session read_session(Row& row) {
  return {.id = row.take<SessionId>(),
          .user = row.take<UserId>(),
          .user_agent = row.take<std::string>(),
          .address = row.take<std::string>(),
          .created_at = row.take<Time>(),
          .last_seen_at = row.take<Time>(),
          .revoked_at = row.take<std::optional<Time>>(),
          .revocation_reason = row.take<std::optional<RevocationReason>>(),
          .confirmed_at = row.take<std::optional<Time>>()};
}

RefreshToken read_token(Row& row) {
  return {.hash = row.take<std::string>(),
          .session = row.take<SessionId>(),
          .successor = row.take<std::optional<std::string>>(),
          .used_at = row.take<std::optional<Time>>(),
          .expires_at = row.take<Time>()};
}

std::optional<Blob> blob_of(const std::optional<std::string>& bytes) {
  return bytes.transform([](const std::string& some) { return Blob{some}; });
}

}  // namespace

void SessionStore::add(const Session& session) {
  connection_
      .query(R"(
        INSERT INTO sessions (id, user_id, user_agent, address, created_at, last_seen_at, revoked_at, revocation_reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8))",
             session.id, session.user, session.user_agent, session.address, session.created_at, session.last_seen_at,
             session.revoked_at, session.revocation_reason)
      .run();
}

std::optional<Session> SessionStore::find(SessionId id) {
  return connection_.query("SELECT " SESSION_COLUMNS " FROM sessions WHERE id = $1", id).first(read_session);
}

// PostgreSQL answers for all ids in one statement, with the place of each id; LATERAL with LIMIT holds it to one search
// by key for each of them (core/store/users_sql.cpp).
std::vector<std::optional<Session>> SessionStore::find_all(std::span<const SessionId> ids) {
  if (ids.empty()) return {};
  if (connection_.dialect() == Dialect::sqlite) {
    std::vector<std::optional<Session>> found;
    for (const SessionId id : ids) found.push_back(find(id));
    return found;
  }
  return connection_
      .query("SELECT wanted.ordinal, " SESSION_COLUMNS R"(
        FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (wanted_id, ordinal)
        CROSS JOIN LATERAL (SELECT * FROM sessions WHERE id = wanted.wanted_id LIMIT 1) found)",
             Array(ids))
      .by_ordinal(ids.size(), read_session);
}

std::vector<Session> SessionStore::active(UserId user) {
  return connection_
      .query("SELECT " SESSION_COLUMNS R"( FROM sessions
        WHERE user_id = $1 AND revoked_at IS NULL
        ORDER BY created_at DESC, id DESC)",
             user)
      .all(read_session);
}

void SessionStore::touch(SessionId id, std::string_view address, Time seen_at) {
  connection_
      .query("UPDATE sessions SET last_seen_at = $3, address = $2 WHERE id = $1 AND last_seen_at <= $3", id, address,
             seen_at)
      .run();
}

void SessionStore::confirm(SessionId id, Time now) {
  connection_.query("UPDATE sessions SET confirmed_at = $2 WHERE id = $1", id, now).run();
}

// Sends a statement for each session, all in one round trip. A user has a handful of sessions, and only the change of a
// password and the end of an account revoke more than one.
std::vector<SessionId> SessionStore::revoke(std::span<const SessionId> ids, RevocationReason reason, Time now) {
  std::vector<SessionId> revoked;
  for (const SessionId id : ids) {
    connection_.ask([&](Row& row) { revoked.push_back(row.take<SessionId>()); },
                    R"(
                      UPDATE sessions SET revoked_at = $2, revocation_reason = $3
                      WHERE id = $1 AND revoked_at IS NULL
                      RETURNING id)",
                    id, now, reason);
  }
  connection_.hear_answers();
  return revoked;
}

// A row is added with each session, so a few are too many at most.
void SessionStore::add_sign_in(const Session& session) {
  connection_.defer("INSERT INTO sign_ins (session_id, user_id, at, address, user_agent) VALUES ($1, $2, $3, $4, $5)",
                    session.id, session.user, session.created_at, session.address, session.user_agent);
  connection_.defer(R"(
                      DELETE FROM sign_ins WHERE session_id IN
                        (SELECT session_id FROM sign_ins WHERE user_id = $1
                         ORDER BY at DESC, session_id DESC LIMIT $2 OFFSET $2))",
                    session.user, kSignInsKept);
}

std::vector<PastSignIn> SessionStore::sign_ins(UserId user) {
  return connection_
      .query(R"(
        SELECT session_id, at, address, user_agent FROM sign_ins
        WHERE user_id = $1
        ORDER BY at DESC, session_id DESC LIMIT $2)",
             user, kSignInsKept)
      .all([](Row& row) {
        return PastSignIn{.session = row.take<SessionId>(),
                          .at = row.take<Time>(),
                          .address = row.take<std::string>(),
                          .user_agent = row.take<std::string>()};
      });
}

void SessionStore::add_token(const RefreshToken& token) {
  connection_
      .query(R"(
        INSERT INTO refresh_tokens (token_hash, session_id, successor, used_at, expires_at)
        VALUES ($1, $2, $3, $4, $5))",
             Blob{token.hash}, token.session, blob_of(token.successor), token.used_at, token.expires_at)
      .run();
}

std::optional<RefreshToken> SessionStore::find_token(std::string_view hash) {
  return connection_.query("SELECT " TOKEN_COLUMNS " FROM refresh_tokens WHERE token_hash = $1", Blob{hash})
      .first(read_token);
}

void SessionStore::mark_token_used(std::string_view hash, std::string_view successor, Time now) {
  connection_
      .query("UPDATE refresh_tokens SET successor = $2, used_at = $3 WHERE token_hash = $1", Blob{hash},
             Blob{successor}, now)
      .run();
}

std::size_t SessionStore::remove_expired(Time now, std::size_t limit) {
  // Several nodes may do this at the same time: SKIP LOCKED gives each of them other tokens.
  const auto owners = connection_
                          .query(R"(
                            DELETE FROM refresh_tokens WHERE token_hash IN
                              (SELECT token_hash FROM refresh_tokens WHERE expires_at <= $1
                               ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                            RETURNING session_id)",
                                 now, limit)
                          .all(read_value<SessionId>);
  if (connection_.dialect() == Dialect::postgres) {
    connection_.defer(R"(
                        DELETE FROM sessions
                        WHERE id = ANY ($1::uuid[])
                          AND NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE session_id = sessions.id))",
                      Array(std::span(owners)));
    return owners.size();
  }
  for (const SessionId session : std::set(owners.begin(), owners.end())) {
    connection_.defer(R"(
                        DELETE FROM sessions
                        WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE session_id = $1))",
                      session);
  }
  return owners.size();
}

}  // namespace parley
