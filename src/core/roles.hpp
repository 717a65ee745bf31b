// Changes the roles of members, and sees to it that a group keeps an admin who can administer it. Only active
// accounts count. These are steps of a transaction that has locked the conversation, on its thread.
#pragma once

#include <parley/core/conversation.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Gives the member the role under a new rev, announces it and returns the member.
Member assign_role(Transaction& tx, ConversationId id, UserId user, MemberRole role);

// If the group has no active admin, the active member who joined first becomes admin. A group without active members
// stays as it is.
void keep_an_admin(Transaction& tx, ConversationId id);

// Calls keep_an_admin() for each group of the user. Call it when the user's account has become active or is no longer.
// REQUIRES: the transaction has called ConversationStore::lock_all_of() before it locked the row of the user.
void keep_admins_beside(Transaction& tx, UserId user);

// Shows the members of all conversations of the user that the user's account is closed, and passes on the role of the
// last admin.
// REQUIRES: the account is closed, and the transaction has called ConversationStore::lock_all_of() before it locked the
// row of the user.
void announce_closed_account(Transaction& tx, UserId user);

}  // namespace parley
