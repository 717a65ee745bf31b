#include <parley/features/accounts/store_invitations.hpp>

#include "core/store/rows.hpp"
#include "core/store/wanted.hpp"

#define INVITATIONS                                                                                        \
  "SELECT i.id, i.user_id, i.inviter_id, u.username, u.display_name, i.conversation_id, c.title, i.role, " \
  "i.created_at FROM invitations i JOIN users u ON u.id = i.inviter_id "                                   \
  "LEFT JOIN conversations c ON c.id = i.conversation_id "

namespace parley {
namespace {

Invitation read_invitation(Row& row) {
  return {.id = row.take<InvitationId>(),
          .user = row.take<UserId>(),
          .inviter = {row.take<UserId>(), row.take<std::string>(), row.take<std::string>()},
          .conversation = row.take<std::optional<ConversationId>>(),
          .title = row.take<std::optional<std::string>>().value_or(""),
          .role = row.take<MemberRole>(),
          .created_at = row.take<Time>()};
}

}  // namespace

// Two partial unique indexes say that an invitation waits already: of a user to a group, and to an inviter. The ids of
// the invitations are a second array, beside the users in `wanted`.
std::vector<UserId> InvitationStore::add(std::span<const NewInvitation> invitations) {
  if (invitations.empty()) return {};
  static constexpr Sql kSqlite = SQLITE_WANTED R"(
    INSERT INTO invitations (id, user_id, inviter_id, conversation_id, role, created_at)
    SELECT substr($2, ordinal * 20 - 15, 16), id, $3, $4, $5, $6 FROM wanted WHERE true
    ON CONFLICT DO NOTHING RETURNING user_id)";
  static constexpr Sql kPostgres = POSTGRES_WANTED R"(
    INSERT INTO invitations (id, user_id, inviter_id, conversation_id, role, created_at)
    SELECT ($2::uuid[])[ordinal], id, $3, $4, $5, $6 FROM wanted
    ON CONFLICT DO NOTHING RETURNING user_id)";
  Array<UserId> users;
  Array<InvitationId> ids;
  for (const NewInvitation& invitation : invitations) {
    users.add(invitation.user);
    ids.add(invitation.id);
  }
  const NewInvitation& any = invitations.front();
  auto added = connection_
                   .query(connection_.dialect() == Dialect::sqlite ? kSqlite : kPostgres, users, ids, any.inviter,
                          any.conversation, any.role, any.created_at)
                   .all(read_value<UserId>);
  update_flags(added);
  return added;
}

std::optional<Invitation> InvitationStore::find(UserId user, InvitationId id) {
  return connection_.query(INVITATIONS "WHERE i.id = $1 AND i.user_id = $2", id, user).first(read_invitation);
}

std::optional<Invitation> InvitationStore::find_direct(UserId user, UserId inviter) {
  return connection_
      .query(INVITATIONS "WHERE i.user_id = $1 AND i.inviter_id = $2 AND i.conversation_id IS NULL", user, inviter)
      .first(read_invitation);
}

std::vector<Invitation> InvitationStore::list(UserId user) {
  return connection_.query(INVITATIONS "WHERE i.user_id = $1 ORDER BY i.created_at, i.id", user).all(read_invitation);
}

std::map<UserId, std::vector<Invitation>> InvitationStore::lists(std::span<const UserId> users) {
  std::map<UserId, std::vector<Invitation>> lists;
  connection_
      .query(WITH_WANTED(connection_.dialect(), INVITATIONS
                         "WHERE i.user_id IN (SELECT wanted.id FROM wanted) ORDER BY i.user_id, i.created_at, i.id"),
             Array(users))
      .each([&](Row& row) {
        Invitation invitation = read_invitation(row);
        lists[invitation.user].push_back(std::move(invitation));
      });
  return lists;
}

std::vector<std::int64_t> InvitationStore::counts(std::span<const UserId> users) {
  return connection_
      .query(WITH_WANTED(connection_.dialect(), R"(
        SELECT (SELECT count(*) FROM invitations i WHERE i.user_id = wanted.id) FROM wanted ORDER BY wanted.ordinal)"),
             Array(users))
      .all(read_value<std::int64_t>);
}

void InvitationStore::remove(UserId user, InvitationId id) {
  connection_.query("DELETE FROM invitations WHERE id = $1 AND user_id = $2", id, user).run();
  update_flags(std::span(&user, 1));
}

std::size_t InvitationStore::remove_from(UserId user, UserId inviter) {
  const auto removed =
      connection_.query("DELETE FROM invitations WHERE user_id = $1 AND inviter_id = $2", user, inviter).run();
  if (removed > 0) update_flags(std::span(&user, 1));
  return static_cast<std::size_t>(removed);
}

// Most users have no invitation. The flag in their rows saves a read of an empty list at each sync.
void InvitationStore::update_flags(std::span<const UserId> users) {
  connection_
      .query(WITH_WANTED(connection_.dialect(), R"(
        UPDATE users SET has_invitations = EXISTS (SELECT 1 FROM invitations i WHERE i.user_id = users.id)
        WHERE id IN (SELECT wanted.id FROM wanted))"),
             Array(users))
      .run();
}

}  // namespace parley
