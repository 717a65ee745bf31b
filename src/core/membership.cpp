#include <parley/core/policy.hpp>

#include "core/membership.hpp"

namespace parley {
namespace {

Result<Membership> membership_of(Transaction& tx, std::optional<Conversation> conversation, UserId user) {
  std::optional<Member> member = conversation ? tx.members().find(conversation->id, user) : std::nullopt;
  if (!member) return fail(ErrorCode::not_found, "There is no such conversation.");
  if (!policy::is_member(*member)) {
    return fail(ErrorCode::forbidden, "You are no longer a member of this conversation.");
  }
  return Membership{std::move(*conversation), std::move(*member)};
}

}  // namespace

Result<Membership> find_membership(Transaction& tx, ConversationId id, UserId user) {
  return membership_of(tx, tx.conversations().find(id), user);
}

Result<Membership> lock_membership(Transaction& tx, ConversationId id, UserId user) {
  return membership_of(tx, tx.conversations().lock(id), user);
}

Result<Membership> lock_writer(Transaction& tx, ConversationId id, UserId user) {
  Result<Membership> writer = lock_membership(tx, id, user);
  if (writer && writer->member.silenced) return blocked_error();
  return writer;
}

std::unexpected<Error> blocked_error() { return fail(ErrorCode::blocked, "One of you has blocked the other."); }

bool is_active(const std::optional<User>& user) { return user && !user->deactivated_at; }

void announce_change(Transaction& tx, ConversationId id, Rev rev, ConversationChange change) {
  tx.announce(ConversationEvent{id, rev, std::move(change)});
}

void announce_to_user(Transaction& tx, UserId user, UserChange change) {
  const UserRev rev = tx.users().advance(user);
  tx.announce(UserEvent{user, rev, std::move(change)});
}

}  // namespace parley
