#include <set>

#include "store/postgres/stores.hpp"
#include "store/rows.hpp"

namespace parley::postgres {
namespace {

std::optional<Blob> blob_of(const std::optional<std::string>& bytes) {
  return bytes.transform([](const std::string& some) { return Blob{some}; });
}

}  // namespace

void Sessions::add(const Session& session) {
  connection_
      .query(R"(
        INSERT INTO sessions (id, user_id, user_agent, address, created_at, last_seen_at, revoked_at, revocation_reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8))",
             session.id, session.user, session.user_agent, session.address, session.created_at, session.last_seen_at,
             session.revoked_at, session.revocation_reason)
      .run();
}

std::optional<Session> Sessions::find(SessionId id) {
  return connection_.query("SELECT " SESSION_COLUMNS " FROM sessions WHERE id = $1", id).first(read_session);
}

std::vector<std::optional<Session>> Sessions::find_all(std::span<const SessionId> ids) {
  if (ids.empty()) return {};
  return connection_
      .query("SELECT wanted.place, " SESSION_COLUMNS R"(
        FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (wanted_id, place)
        CROSS JOIN LATERAL (SELECT * FROM sessions WHERE id = wanted.wanted_id LIMIT 1) found)",
             Array(ids))
      .by_place(ids.size(), read_session);
}

std::vector<Session> Sessions::active(UserId user) {
  return connection_
      .query("SELECT " SESSION_COLUMNS R"( FROM sessions
        WHERE user_id = $1 AND revoked_at IS NULL
        ORDER BY created_at DESC, id DESC)",
             user)
      .all(read_session);
}

void Sessions::touch(SessionId id, Time seen_at) {
  connection_.query("UPDATE sessions SET last_seen_at = greatest(last_seen_at, $2) WHERE id = $1", id, seen_at).run();
}

std::vector<SessionId> Sessions::revoke(std::span<const SessionId> ids, RevocationReason reason, Time now) {
  const auto changed = connection_
                           .query(R"(
                             UPDATE sessions SET revoked_at = $2, revocation_reason = $3
                             WHERE id = ANY ($1::uuid[]) AND revoked_at IS NULL
                             RETURNING id)",
                                  Array(ids), now, reason)
                           .all(read_value<SessionId>);
  // In the order that they were given.
  std::set left(changed.begin(), changed.end());
  std::vector<SessionId> revoked;
  for (const SessionId id : ids) {
    if (left.erase(id) > 0) revoked.push_back(id);
  }
  return revoked;
}

void Sessions::add_token(const RefreshToken& token) {
  connection_
      .query(R"(
        INSERT INTO refresh_tokens (token_hash, session_id, successor, used_at, expires_at)
        VALUES ($1, $2, $3, $4, $5))",
             Blob{token.hash}, token.session, blob_of(token.successor), token.used_at, token.expires_at)
      .run();
}

std::optional<RefreshToken> Sessions::find_token(std::string_view hash) {
  return connection_.query("SELECT " TOKEN_COLUMNS " FROM refresh_tokens WHERE token_hash = $1", Blob{hash})
      .first(read_token);
}

void Sessions::mark_token_used(std::string_view hash, std::string_view successor, Time now) {
  connection_
      .query("UPDATE refresh_tokens SET successor = $2, used_at = $3 WHERE token_hash = $1", Blob{hash},
             Blob{successor}, now)
      .run();
}

std::size_t Sessions::remove_expired(Time now, std::size_t limit) {
  // Several nodes may be at it: each takes others.
  const auto owners = connection_
                          .query(R"(
                            DELETE FROM refresh_tokens WHERE token_hash IN
                              (SELECT token_hash FROM refresh_tokens WHERE expires_at <= $1
                               ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                            RETURNING session_id)",
                                 now, limit)
                          .all(read_value<SessionId>);
  if (owners.empty()) return 0;
  connection_
      .query(R"(
        DELETE FROM sessions s
        WHERE s.id = ANY ($1::uuid[])
          AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.id))",
             Array(std::span(owners)))
      .run();
  return owners.size();
}

}  // namespace parley::postgres
