#include <parley/core/policy.hpp>

namespace parley::policy {
namespace {

// Direct conversations have no admins, because both members have the same permissions.
bool is_group_admin(const Conversation& conversation, const Member& actor) {
  return conversation.kind == ConversationKind::group && is_member(actor) && actor.role == MemberRole::admin;
}

bool moderates(const Conversation& conversation, const Member& actor) {
  return is_member(actor) && policy::moderates(conversation.kind, actor.role);
}

}  // namespace

bool is_member(const Member& member) { return !member.left_at; }

bool may_update_conversation(const Conversation& conversation, const Member& actor) {
  return is_group_admin(conversation, actor);
}

bool may_add_members(const Conversation& conversation, const Member& actor) {
  return is_group_admin(conversation, actor);
}

bool may_remove_member(const Conversation& conversation, const Member& actor, UserId removed) {
  return is_group_admin(conversation, actor) || (actor.user == removed && may_leave(conversation, actor));
}

bool may_change_role(const Conversation& conversation, const Member& actor) {
  return is_group_admin(conversation, actor);
}

bool may_leave(const Conversation& conversation, const Member& actor) {
  return conversation.kind == ConversationKind::group && is_member(actor);
}

bool may_edit(const Message& message, const Member& actor) {
  return is_member(actor) && message.sender == actor.user && message.content.is_editable() && !message.deleted_at;
}

// A moderator may delete every message of the group, other members only their own.
bool may_delete(const Conversation& conversation, const Message& message, const Member& actor) {
  return is_member(actor) && (message.sender == actor.user || moderates(conversation, actor));
}

bool may_react(const Message& message, const Member& actor) { return is_member(actor) && !message.deleted_at; }

bool may_pin(const Conversation& conversation, const Member& actor) {
  return is_member(actor) && (conversation.kind == ConversationKind::direct || moderates(conversation, actor));
}

bool moderates(ConversationKind kind, MemberRole role) {
  return kind == ConversationKind::group && role != MemberRole::member;
}

Seq visible_after(const Conversation& conversation) {
  return conversation.shares_history ? conversation.shared_after : conversation.last_seq;
}

Seq first_visible(const Member& member) { return member.visible_after.next(); }

bool may_find(const Message& message, Seq first_visible) { return message.seq >= first_visible && !message.deleted_at; }

}  // namespace parley::policy
