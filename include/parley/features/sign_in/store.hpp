// The rows of sessions and of their refresh tokens. A store belongs to a transaction and to the thread that runs it. It
// throws StoreFailure if the database fails.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <parley/core/user.hpp>
#include <parley/features/sign_in/types.hpp>
#include <parley/store/sql.hpp>

namespace parley {

class SessionStore {
 public:
  explicit SessionStore(SqlConnection& connection) : connection_(connection) {}
  void add(const Session& session);
  std::optional<Session> find(SessionId id);
  // Returns a session, or nothing, for each id, in the order of `ids`.
  std::vector<std::optional<Session>> find_all(std::span<const SessionId> ids);
  // Returns the user's sessions that were not revoked, the newest first.
  std::vector<Session> active(UserId user);
  // Sets when and from which address the session was last seen, unless a later time is stored.
  void touch(SessionId id, std::string_view address, Time seen_at);
  // Sets when the user proved the password again in this session.
  void confirm(SessionId id, Time now);
  // Revokes the sessions that were not revoked yet, and returns their ids in the order of `ids`.
  std::vector<SessionId> revoke(std::span<const SessionId> ids, RevocationReason reason, Time now);

  // Notes the sign-in with which a session began, and forgets the user's oldest ones beyond kSignInsKept.
  void add_sign_in(const Session& session);
  // Returns the user's sign-ins that are kept, the newest first.
  std::vector<PastSignIn> sign_ins(UserId user);

  void add_token(const RefreshToken& token);
  std::optional<RefreshToken> find_token(std::string_view hash);
  // Notes that the token was exchanged for the successor. Both are named by their hashes.
  void mark_token_used(std::string_view hash, std::string_view successor, Time now);
  // Removes at most `limit` expired tokens, and the sessions that have no token left. Returns the number of removed
  // tokens.
  std::size_t remove_expired(Time now, std::size_t limit);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
