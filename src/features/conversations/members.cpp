#include <parley/features/conversations/members.hpp>

#include <fmt/format.h>

#include <parley/core/policy.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/members.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/conversations/conversations.hpp>
#include <parley/features/conversations/store.hpp>

#include "core/membership.hpp"
#include "core/sender_names.hpp"

namespace parley {
namespace {

std::unexpected<Error> not_a_member_error() { return fail(ErrorCode::not_found, "There is no such member."); }

// One more than the page holds, which shows whether there is another page.
Result<std::vector<Member>> list_members(Transaction& tx, UserId user, ConversationId id, std::optional<UserId> after,
                                         std::size_t limit) {
  const Result<Membership> membership = find_membership(tx, id, user);
  if (!membership) return std::unexpected(membership.error());
  return tx.store<MemberStore>().list(id, after, limit + 1);
}

// What the new member's list shows is announced before what the others see: who delivers events then knows of the
// membership from the rev on that it was made at.
Member admit(Transaction& tx, const Conversation& conversation, UserId user, MemberRole role, Time now) {
  const ConversationId id = conversation.id;
  const Rev rev = tx.store<ConversationStore>().advance(id);
  const Member member = tx.store<MemberStore>().add(id, user, role, conversation.last_seq, rev, now);
  auto summaries = tx.store<SummaryStore>().summaries(user, std::span(&id, 1));
  name_senders(tx, summaries);
  announce_to_user(tx, user, ConversationAdded{std::move(summaries.at(0))});
  announce_change(tx, id, rev, MemberAdded{member});
  return member;
}

Result<Member> add_member_now(Transaction& tx, UserId caller, ConversationId id, UserId user, MemberRole role,
                              std::size_t member_limit, Time now) {
  const Result<Membership> actor = lock_membership(tx, id, caller);
  if (!actor) return std::unexpected(actor.error());
  const Conversation& conversation = actor->conversation;
  if (!policy::may_add_members(conversation, actor->member)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may add members.");
  }
  std::optional<Member> there = tx.store<MemberStore>().find(id, user);
  if (there && policy::is_member(*there)) return std::move(*there);
  if (!is_active(tx.store<UserStore>().find(user)))
    return fail_field("user", FieldFault::invalid, "There is no such user.");
  if (static_cast<std::size_t>(conversation.member_count) >= member_limit) {
    return fail_field("members", FieldFault::too_long, fmt::format("A group has at most {} members.", member_limit));
  }
  return admit(tx, conversation, user, role, now);
}

Member change_role_to(Transaction& tx, ConversationId id, UserId user, MemberRole role) {
  const Rev rev = tx.store<ConversationStore>().advance(id);
  Member member = tx.store<MemberStore>().set_role(id, user, role, rev);
  announce_change(tx, id, rev, MemberUpdated{member});
  return member;
}

Result<Member> change_role_now(Transaction& tx, UserId caller, ConversationId id, UserId user, MemberRole role) {
  const Result<Membership> actor = lock_membership(tx, id, caller);
  if (!actor) return std::unexpected(actor.error());
  if (!policy::may_change_role(actor->conversation, actor->member)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may change roles.");
  }
  std::optional<Member> member = tx.store<MemberStore>().find(id, user);
  if (!member || !policy::is_member(*member)) return not_a_member_error();
  if (member->role == role) return std::move(*member);
  if (member->role == MemberRole::admin && tx.store<MemberStore>().count_admins(id) == 1) {
    return fail(ErrorCode::conflict, "The last admin of a group cannot step down. Make somebody else admin first.");
  }
  return change_role_to(tx, id, user, role);
}

// The other way round than admit(): who delivers events stops at the rev that the membership ended at. A group whose
// last admin goes is handed to the member who has been there longest.
void end_membership(Transaction& tx, ConversationId id, UserId user, Time now) {
  const Rev rev = tx.store<ConversationStore>().advance(id);
  announce_change(tx, id, rev, MemberRemoved{tx.store<MemberStore>().remove(id, user, rev, now)});
  announce_to_user(tx, user, ConversationRemoved{id});
  if (tx.store<MemberStore>().count_admins(id) > 0) return;
  const std::optional<Member> heir = tx.store<MemberStore>().oldest(id, user);
  if (heir) change_role_to(tx, id, heir->user, MemberRole::admin);
}

Result<void> remove_member_now(Transaction& tx, UserId caller, ConversationId id, UserId user, Time now) {
  const Result<Membership> actor = lock_membership(tx, id, caller);
  if (!actor) return std::unexpected(actor.error());
  if (!policy::may_remove_member(actor->conversation, actor->member, user)) {
    return fail(ErrorCode::forbidden, "Only an admin of a group may remove members.");
  }
  const std::optional<Member> member = tx.store<MemberStore>().find(id, user);
  if (!member || !policy::is_member(*member)) return not_a_member_error();
  end_membership(tx, id, user, now);
  return {};
}

Result<void> leave_now(Transaction& tx, UserId caller, ConversationId id, Time now) {
  const Result<Membership> actor = lock_membership(tx, id, caller);
  if (!actor) return std::unexpected(actor.error());
  if (!policy::may_leave(actor->conversation, actor->member)) {
    return fail(ErrorCode::forbidden, "A direct conversation cannot be left.");
  }
  end_membership(tx, id, caller, now);
  return {};
}

}  // namespace

Task<MemberPage> Members::list(Caller caller, ConversationId id, std::optional<UserId> after, std::size_t limit) {
  auto found = co_await database_.read(
      [user = caller.user, id, after, limit](Transaction& tx) { return list_members(tx, user, id, after, limit); });
  if (!found) co_return std::unexpected(found.error());
  MemberPage page;
  if (found->size() > limit) {
    found->resize(limit);
    page.next = found->back().user;
  }
  page.members = std::move(*found);
  co_return page;
}

Task<Member> Members::add(Caller caller, ConversationId id, UserId user, MemberRole role) {
  return database_.write(
      [caller = caller.user, id, user, role, member_limit = limits_.group_members,
       now = clock_.now()](Transaction& tx) { return add_member_now(tx, caller, id, user, role, member_limit, now); },
      lane_of(id));
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
