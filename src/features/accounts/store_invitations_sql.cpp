#include <parley/features/accounts/store_invitations.hpp>

#include "core/store/rows.hpp"

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

// Two partial unique indexes say that an invitation waits already: of a user to a group, and to an inviter.
bool InvitationStore::add(const NewInvitation& invitation) {
  const auto added = connection_
                         .query(R"(
                           INSERT INTO invitations (id, user_id, inviter_id, conversation_id, role, created_at)
                           VALUES ($1, $2, $3, $4, $5, $6)
                           ON CONFLICT DO NOTHING)",
                                invitation.id, invitation.user, invitation.inviter, invitation.conversation,
                                invitation.role, invitation.created_at)
                         .run();
  if (added > 0) update_flag(invitation.user);
  return added > 0;
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

void InvitationStore::remove(UserId user, InvitationId id) {
  connection_.query("DELETE FROM invitations WHERE id = $1 AND user_id = $2", id, user).run();
  update_flag(user);
}

std::size_t InvitationStore::remove_from(UserId user, UserId inviter) {
  const auto removed =
      connection_.query("DELETE FROM invitations WHERE user_id = $1 AND inviter_id = $2", user, inviter).run();
  if (removed > 0) update_flag(user);
  return static_cast<std::size_t>(removed);
}

// Most users have no invitation. The flag in their rows saves a read of an empty list at each sync.
void InvitationStore::update_flag(UserId user) {
  connection_
      .query("UPDATE users SET has_invitations = EXISTS (SELECT 1 FROM invitations WHERE user_id = $1) WHERE id = $1",
             user)
      .run();
}

}  // namespace parley
