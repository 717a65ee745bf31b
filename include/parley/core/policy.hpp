// Decides which member may do what in a conversation. Pure functions; services call them inside the transaction that
// acts, because a membership cannot change there any more.
#pragma once

#include <parley/base/error.hpp>
#include <parley/core/conversation.hpp>

namespace parley::policy {

bool is_member(const Member& member);
bool may_update_conversation(const Conversation& conversation, const Member& actor);
bool may_add_members(const Conversation& conversation, const Member& actor);
bool may_remove_member(const Conversation& conversation, const Member& actor, UserId removed);
bool may_change_role(const Conversation& conversation, const Member& actor);
bool may_leave(const Conversation& conversation, const Member& actor);
bool may_edit(const Message& message, const Member& actor);
bool may_delete(const Conversation& conversation, const Message& message, const Member& actor);
bool may_react(const Message& message, const Member& actor);
bool may_pin(const Conversation& conversation, const Member& actor);
// Returns whether this is a moderator or admin of a group. Such a member may also mention everyone with @all.
bool moderates(ConversationKind kind, MemberRole role);
// Returns the last message that a user who joins the conversation now may not see. It is noted at the member, and later
// changes of the conversation's setting do not move it.
Seq visible_after(const Conversation& conversation);
// Returns the first message that a member may see.
Seq first_visible(const Member& member);
// Returns whether a search may find the message for a member whose first visible message is `first_visible`. In SQL the
// rule is called MAY_FIND (features/search/store_rules.hpp), because the limit of a search counts only messages that
// the reader may find. A contract test compares the two.
bool may_find(const Message& message, Seq first_visible);

}  // namespace parley::policy
