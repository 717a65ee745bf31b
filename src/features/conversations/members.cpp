// Each public function starts one transaction and leaves the work to a free function. Every change takes a new rev of
// the conversation. The order of the announcements of a change matters: the hub delivers the conversation's events to a
// user from ConversationAdded on, and until MemberRemoved.
#include <parley/features/conversations/members.hpp>

#include <parley/core/policy.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/conversations/conversations.hpp>

#include "core/consent.hpp"
#include "core/membership.hpp"
#include "core/roles.hpp"
#include "features/conversations/errors.hpp"
#include "features/conversations/joining.hpp"

namespace parley {
namespace {

std::unexpected<Error> not_a_member_error() { return fail(ErrorCode::not_found, "There is no such member."); }

// Returns one member more than the page holds, which shows whether there is another page.
Result<std::vector<Member>> list_members(Transaction& tx, UserId user, ConversationId id, std::optional<UserId> after,
                                         std::size_t limit) {
  TRY(find_membership(tx, id, user));
  return tx.store<MemberStore>().list(id, after, limit + 1);
}

// The member who was added; absent if the user decides first.
using Added = std::optional<Member>;

// A user who has left is not added again, but invited. An invitation that waits already counts nothing more.
Result<Added> add_member_now(Transaction& tx, UserId caller, ConversationId id, const NewInvitation& wanted,
                             const Limits& limits) {
  const auto [conversation, actor] = TRY(lock_membership(tx, id, caller));
  if (!policy::may_add_members(conversation, actor)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may add members.");
  }
  const UserId user = wanted.user;
  std::optional<Member> there = tx.store<MemberStore>().find(id, user);
  if (there && policy::is_member(*there)) return there;
  const bool has_left = there && there->left_self;
  const Reach reach = TRY(check_reach(tx, lock_users(tx, {caller, user}), caller, user, has_left));
  const bool decides = reach == Reach::by_invitation;
  const InvitationPlace place = decides ? find_place(tx, wanted, limits) : InvitationPlace::free;
  if (place == InvitationPlace::taken) return Added();
  if (static_cast<std::size_t>(conversation.member_count) >= limits.group_members) {
    return group_is_full(limits.group_members);
  }
  if (place == InvitationPlace::none) return too_many_invitations();
  TRY(count_daily_use(tx, caller, {.members = 1}, limits, wanted.created_at));
  if (decides) {
    invite(tx, std::span(&wanted, 1));
    return Added();
  }
  TRY(check_room(tx, caller, std::span(&user, 1), limits));
  return Added(admit(tx, conversation, user, wanted.role, wanted.created_at));
}

Result<Member> change_role_now(Transaction& tx, UserId caller, ConversationId id, UserId user, MemberRole role) {
  const auto [conversation, actor] = TRY(lock_membership(tx, id, caller));
  if (!policy::may_change_role(conversation, actor)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may change roles.");
  }
  std::optional<Member> member = tx.store<MemberStore>().find(id, user);
  if (!member || !policy::is_member(*member)) return not_a_member_error();
  if (member->role == role) return std::move(*member);
  // The lock keeps the account active until the transaction ends, so that an admin who counts is an active one.
  if (role > member->role && !is_active(tx.store<UserStore>().lock(user))) {
    return fail(ErrorCode::conflict, "This account is closed or suspended.");
  }
  const bool is_active_admin = member->role == MemberRole::admin && member->is_active;
  if (is_active_admin && tx.store<MemberStore>().count_active_admins(id) == 1) {
    return fail(ErrorCode::conflict, "The last admin of a group cannot step down. Make another member admin first.");
  }
  return assign_role(tx, id, user, role);
}

// Ends the membership. The conversation's event is announced first, so it is the last one that the hub delivers to the
// user.
void end_membership(Transaction& tx, ConversationId id, UserId user, bool by_self, Time now) {
  const Rev rev = tx.store<ConversationStore>().advance(id);
  announce_change(tx, id, rev, MemberRemoved{tx.store<MemberStore>().remove(id, user, by_self, rev, now)});
  announce_to_user(tx, user, ConversationRemoved{id});
  withdraw_invitation(tx, user, id);
  keep_an_admin(tx, id);
}

Result<void> remove_member_now(Transaction& tx, UserId caller, ConversationId id, UserId user, Time now) {
  const auto [conversation, actor] = TRY(lock_membership(tx, id, caller));
  if (!policy::may_remove_member(conversation, actor, user)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may remove members.");
  }
  const std::optional<Member> member = tx.store<MemberStore>().find(id, user);
  if (!member || !policy::is_member(*member)) return not_a_member_error();
  end_membership(tx, id, user, user == caller, now);
  return {};
}

Result<void> leave_now(Transaction& tx, UserId caller, ConversationId id, Time now) {
  const auto [conversation, actor] = TRY(lock_membership(tx, id, caller));
  if (!policy::may_leave(conversation, actor)) {
    return fail(ErrorCode::forbidden, "A direct conversation cannot be left.");
  }
  end_membership(tx, id, caller, true, now);
  return {};
}

}  // namespace

Task<MemberPage> Members::list(Caller caller, ConversationId id, std::optional<UserId> after, std::size_t limit) {
  auto found = CO_TRY(co_await database_.read(
      [user = caller.user, id, after, limit](Transaction& tx) { return list_members(tx, user, id, after, limit); }));
  MemberPage page{std::move(found), std::nullopt};
  if (page.members.size() > limit) {
    page.members.resize(limit);
    page.next = page.members.back().user;
  }
  co_return page;
}

Task<Member> Members::add(Caller caller, ConversationId id, UserId user, MemberRole role) {
  const NewInvitation wanted{.id = InvitationId::generate(),
                             .user = user,
                             .inviter = caller.user,
                             .conversation = id,
                             .role = role,
                             .created_at = clock_.now()};
  auto added =
      CO_TRY(co_await database_.write([caller = caller.user, id, wanted, &limits = limits_](
                                          Transaction& tx) { return add_member_now(tx, caller, id, wanted, limits); },
                                      lane_of(id)));
  if (!added) co_return consent_needed();
  co_return *std::move(added);
}

Task<Member> Members::change_role(Caller caller, ConversationId id, UserId user, MemberRole role) {
  return database_.write(
      [caller = caller.user, id, user, role](Transaction& tx) { return change_role_now(tx, caller, id, user, role); },
      lane_of(id));
}

Task<void> Members::remove(Caller caller, ConversationId id, UserId user) {
  return database_.write([caller = caller.user, id, user,
                          now = clock_.now()](Transaction& tx) { return remove_member_now(tx, caller, id, user, now); },
                         lane_of(id));
}

Task<void> Members::leave(Caller caller, ConversationId id) {
  return database_.write(
      [caller = caller.user, id, now = clock_.now()](Transaction& tx) { return leave_now(tx, caller, id, now); },
      lane_of(id));
}

}  // namespace parley
