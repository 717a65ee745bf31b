// Signed-in sessions and their refresh tokens, as a transaction sees them. Belongs to the thread that runs the
// transaction. A database that fails throws StoreFailure.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <parley/core/user.hpp>
#include <parley/store/sql.hpp>

namespace parley {

class SessionStore {
 public:
  explicit SessionStore(SqlConnection& connection) : connection_(connection) {}
  void add(const Session& session);
  std::optional<Session> find(SessionId id);
  std::vector<std::optional<Session>> find_all(std::span<const SessionId> ids);  // in their order
  // Those not revoked, the newest first.
  std::vector<Session> active(UserId user);
  void touch(SessionId id, Time seen_at);
  // Revokes what was active among `ids` and gives those back.
  std::vector<SessionId> revoke(std::span<const SessionId> ids, RevocationReason reason, Time now);

  void add_token(const RefreshToken& token);
  std::optional<RefreshToken> find_token(std::string_view hash);
  void mark_token_used(std::string_view hash, std::string_view successor, Time now);
  // Removes at most `limit` expired tokens, and sessions that have none left; gives the number of tokens.
  std::size_t remove_expired(Time now, std::size_t limit);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
