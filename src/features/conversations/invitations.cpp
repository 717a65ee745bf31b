#include <parley/features/conversations/invitations.hpp>

#include <array>

#include <parley/core/errors.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/features/accounts/store_invitations.hpp>

#include "core/consent.hpp"
#include "core/membership.hpp"
#include "features/conversations/errors.hpp"
#include "features/conversations/joining.hpp"

namespace parley {
namespace {

std::unexpected<Error> no_such_invitation() { return fail(ErrorCode::not_found, "There is no such invitation."); }

Result<Invitation> find_invitation(Transaction& tx, UserId user, InvitationId id) {
  std::optional<Invitation> invitation = tx.store<InvitationStore>().find(user, id);
  if (!invitation) return no_such_invitation();
  return *std::move(invitation);
}

// The conversation that the user is in now. It is absent if the invitation no longer stands; then it is removed.
using Joined = std::optional<ConversationSummary>;

// Locks the users of the invitation and returns whether it stands. Only then are the account of the inviter, the blocks
// and, with the lock on a group, the inviter's role certain. Errors: not_found (it no longer waits), forbidden.
Result<bool> check_standing(Transaction& tx, const Invitation& found) {
  const auto users = lock_users(tx, {found.user, found.inviter.user});
  const auto own = users.find(found.user);
  if (own == users.end() || !is_active(own->second)) return closed_account();
  TRY(find_invitation(tx, found.user, found.id));
  return tx.store<InvitationStore>().stands(found);
}

Joined remove_fallen(Transaction& tx, const Invitation& invitation) {
  settle(tx, invitation);
  return std::nullopt;
}

Result<Joined> join_group(Transaction& tx, const Invitation& found, const Limits& limits, Time now) {
  const std::optional<Conversation> group = tx.store<ConversationStore>().lock(*found.conversation);
  if (!group) return no_such_conversation();
  if (!TRY(check_standing(tx, found))) return remove_fallen(tx, found);
  const std::optional<Member> there = tx.store<MemberStore>().find(group->id, found.user);
  if (there && policy::is_member(*there)) {
    settle(tx, found);
  } else {
    if (std::cmp_greater_equal(group->member_count, limits.group_members)) return group_is_full(limits.group_members);
    TRY(check_room(tx, found.user, std::span(&found.user, 1), limits));
    admit(tx, *group, found.user, found.role, now);
  }
  return Joined(summary_for(tx, found.user, group->id));
}

Result<Joined> join_direct(Transaction& tx, const Invitation& found, const Limits& limits, Time now) {
  if (!TRY(check_standing(tx, found))) return remove_fallen(tx, found);
  const UserId inviter = found.inviter.user;
  TRY(check_room(tx, found.user, std::array{found.user, inviter}, limits));
  NewConversation wanted;
  wanted.id = ConversationId::generate();
  wanted.kind = ConversationKind::direct;
  wanted.created_by = found.user;
  wanted.created_at = now;
  const ConversationId id = begin_direct(tx, wanted, inviter).first;
  return Joined(summary_for(tx, found.user, id));
}

Result<Joined> accept_now(Transaction& tx, UserId user, InvitationId id, const Limits& limits, Time now) {
  const Invitation found = TRY(find_invitation(tx, user, id));
  return found.conversation ? join_group(tx, found, limits, now) : join_direct(tx, found, limits, now);
}

Result<void> decline_now(Transaction& tx, UserId user, InvitationId id) {
  lock_users(tx, {user});
  const Invitation invitation = TRY(find_invitation(tx, user, id));
  settle(tx, invitation);
  return {};
}

}  // namespace

Task<std::vector<Invitation>> Invitations::list(Caller caller) {
  return database_.read([user = caller.user](Transaction& tx) -> Result<std::vector<Invitation>> {
    return tx.store<InvitationStore>().list(user);
  });
}

Task<Invitation> Invitations::get(Caller caller, InvitationId id) {
  return database_.read([user = caller.user, id](Transaction& tx) { return find_invitation(tx, user, id); });
}

Task<ConversationSummary> Invitations::accept(Caller caller, InvitationId id) {
  auto joined =
      CO_TRY(co_await database_.write([user = caller.user, id, &limits = limits_, now = clock_.now()](Transaction& tx) {
        return accept_now(tx, user, id, limits, now);
      }));
  if (!joined) co_return no_such_invitation();
  co_return *std::move(joined);
}

Task<void> Invitations::decline(Caller caller, InvitationId id) {
  return database_.write([user = caller.user, id](Transaction& tx) { return decline_now(tx, user, id); });
}

}  // namespace parley
