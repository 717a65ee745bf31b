#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>

#include "core/membership.hpp"
#include "core/roles.hpp"

namespace parley {

Member assign_role(Transaction& tx, ConversationId id, UserId user, MemberRole role) {
  const Rev rev = tx.store<ConversationStore>().advance(id);
  Member member = tx.store<MemberStore>().set_role(id, user, role, rev);
  announce_change(tx, id, rev, MemberUpdated{member});
  return member;
}

// The chosen member may be closing the account at this moment, or the operator suspends it. The row is locked and read
// again: either that transaction sees the new admin, or this one sees the account and chooses again.
void keep_an_admin(Transaction& tx, ConversationId id) {
  if (tx.store<MemberStore>().count_active_admins(id) > 0) return;
  while (const std::optional<Member> successor = tx.store<MemberStore>().oldest_active(id)) {
    if (!is_active(tx.store<UserStore>().lock(successor->user))) continue;
    assign_role(tx, id, successor->user, MemberRole::admin);
    return;
  }
}

void keep_admins_beside(Transaction& tx, UserId user) {
  for (const ConversationId id : tx.store<MemberStore>().groups_of(user)) keep_an_admin(tx, id);
}

void announce_closed_account(Transaction& tx, UserId user) {
  for (const Member& member : tx.store<MemberStore>().close_all_of(user)) {
    announce_change(tx, member.conversation, member.rev, MemberUpdated{member});
    if (member.role == MemberRole::admin) keep_an_admin(tx, member.conversation);
  }
}

}  // namespace parley
