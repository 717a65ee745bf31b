#include <algorithm>

#include <parley/features/accounts/store_invitations.hpp>

#include "core/store/rows.hpp"
#include "core/store/wanted.hpp"
#include "features/accounts/policy.hpp"

// Each invitation with what still_invites() asks. `m` is the inviter's own membership.
#define INVITATIONS \
  "SELECT i.id, i.user_id, i.inviter_id, u.username, u.display_name, i.conversation_id, c.title, i.role, "       \
  "i.created_at, " ACTIVE_ACCOUNT("u.") ", "  \
  "EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = i.inviter_id AND b.blocked_id = i.user_id), "                \
  "EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = i.user_id AND b.blocked_id = i.inviter_id), c.kind, m.role " \
  "FROM invitations i JOIN users u ON u.id = i.inviter_id "                                                      \
  "LEFT JOIN conversations c ON c.id = i.conversation_id "                                                       \
  "LEFT JOIN members m ON m.conversation_id = i.conversation_id AND m.user_id = i.inviter_id AND m.left_at IS NULL "

namespace parley {
namespace {

struct Kept {
  Invitation invitation;
  bool stands = false;
};

Kept read_kept(Row& row) {
  Kept kept{.invitation = {.id = row.take<InvitationId>(),
                           .user = row.take<UserId>(),
                           .inviter = {row.take<UserId>(), row.take<std::string>(), row.take<std::string>()},
                           .conversation = row.take<std::optional<ConversationId>>(),
                           .title = row.take<std::optional<std::string>>().value_or(""),
                           .role = row.take<MemberRole>(),
                           .created_at = row.take<Time>()}};
  InviterFacts facts;
  facts.reach.is_active = row.take<bool>();
  facts.reach.blocks_user = row.take<bool>();
  facts.reach.is_blocked_by_user = row.take<bool>();
  facts.kind = row.take<std::optional<ConversationKind>>().value_or(ConversationKind::direct);
  facts.role = row.take<std::optional<MemberRole>>();
  kept.stands = still_invites(facts);
  return kept;
}

std::vector<Kept> read_all(SqlConnection& connection, std::span<const UserId> users) {
  return connection
      .query(WITH_WANTED(connection.dialect(), INVITATIONS
                         "WHERE i.user_id IN (SELECT wanted.id FROM wanted) ORDER BY i.user_id, i.created_at, i.id"),
             Array(users))
      .all(read_kept);
}

std::map<UserId, std::vector<Invitation>> standing(std::vector<Kept> all) {
  std::map<UserId, std::vector<Invitation>> lists;
  for (Kept& one : all) {
    if (one.stands) lists[one.invitation.user].push_back(std::move(one.invitation));
  }
  return lists;
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
  auto kept = connection_.query(INVITATIONS "WHERE i.id = $1 AND i.user_id = $2", id, user).first(read_kept);
  return kept ? std::optional(std::move(kept->invitation)) : std::nullopt;
}

bool InvitationStore::stands(const Invitation& invitation) {
  const auto kept = connection_.query(INVITATIONS "WHERE i.id = $1 AND i.user_id = $2", invitation.id, invitation.user)
                        .first(read_kept);
  return kept && kept->stands;
}

std::optional<Invitation> InvitationStore::find_direct(UserId user, UserId inviter) {
  auto kept =
      connection_
          .query(INVITATIONS "WHERE i.user_id = $1 AND i.inviter_id = $2 AND i.conversation_id IS NULL", user, inviter)
          .first(read_kept);
  return kept && kept->stands ? std::optional(std::move(kept->invitation)) : std::nullopt;
}

std::vector<Invitation> InvitationStore::list(UserId user) {
  auto lists = this->lists(std::span(&user, 1));
  return lists.empty() ? std::vector<Invitation>() : std::move(lists.begin()->second);
}

std::map<UserId, std::vector<Invitation>> InvitationStore::lists(std::span<const UserId> users) {
  return standing(read_all(connection_, users));
}

std::map<UserId, std::vector<Invitation>> InvitationStore::keep_standing(std::span<const UserId> users) {
  std::vector<Kept> all = read_all(connection_, users);
  Array<InvitationId> fallen;
  std::vector<UserId> owners;
  for (const Kept& one : all) {
    if (one.stands) continue;
    fallen.add(one.invitation.id);
    if (owners.empty() || owners.back() != one.invitation.user) owners.push_back(one.invitation.user);
  }
  if (!owners.empty()) {
    connection_
        .query(WITH_WANTED(connection_.dialect(), "DELETE FROM invitations WHERE id IN (SELECT wanted.id FROM wanted)"),
               fallen)
        .run();
    update_flags(owners);
  }
  return standing(std::move(all));
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

bool InvitationStore::remove_to(UserId user, ConversationId group) {
  const auto removed =
      connection_.query("DELETE FROM invitations WHERE user_id = $1 AND conversation_id = $2", user, group).run();
  if (removed > 0) update_flags(std::span(&user, 1));
  return removed > 0;
}

std::vector<UserId> InvitationStore::remove_direct(UserId one, UserId other) {
  auto had = connection_
                 .query(R"(
                   DELETE FROM invitations
                   WHERE conversation_id IS NULL
                     AND ((user_id = $1 AND inviter_id = $2) OR (user_id = $2 AND inviter_id = $1))
                   RETURNING user_id)",
                        one, other)
                 .all(read_value<UserId>);
  if (!had.empty()) update_flags(had);
  std::ranges::sort(had);
  return had;
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
