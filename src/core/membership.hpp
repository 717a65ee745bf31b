// Finds the membership of the caller, with which every operation on a conversation begins, and announces changes. These
// are steps of a transaction, on its thread.
#pragma once

#include <utility>
#include <vector>

#include <parley/core/event.hpp>
#include <parley/store/database.hpp>

namespace parley {

// A conversation and a user who is a member of it now.
struct Membership {
  Conversation conversation;
  Member member;
};

// Errors: not_found if the user never was a member, as if the conversation did not exist; forbidden if the user has
// left.
Result<Membership> find_membership(Transaction& tx, ConversationId id, UserId user);
// Finds the membership and locks the conversation until the transaction ends. Call this before any change. Errors:
// those of find_membership().
Result<Membership> lock_membership(Transaction& tx, ConversationId id, UserId user);
// Locks the conversation for a member who is about to write. Errors: those of find_membership() and of judge_writer()
// (core/send.hpp).
Result<Membership> lock_writer(Transaction& tx, ConversationId id, UserId user);

// Returns whether the user exists and the account is neither closed nor suspended. Code that counts or chooses members
// asks this, or has the store ask it (ACTIVE_ACCOUNT in core/store/rows.hpp).
bool is_active(const std::optional<User>& user);
// Returns whether the user exists and has not closed the account. A suspended account counts.
bool has_account(const std::optional<User>& user);
// Returns the error for a user id that no user has.
std::unexpected<Error> no_such_user();

// Announces a change of the conversation at this rev.
void announce_change(Transaction& tx, ConversationId id, Rev rev, ConversationChange change);
// Announces a change on the user's own stream, at the next rev of that stream.
void announce_to_user(Transaction& tx, UserId user, UserChange change);
// Announces a change to each of the users, as announce_to_user() does.
// REQUIRES: each user is named once, and the transaction has locked their rows, if they are several.
void announce_to_users(Transaction& tx, std::vector<std::pair<UserId, UserChange>> changes);

}  // namespace parley
