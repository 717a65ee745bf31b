// The first question of every operation on a conversation: who is asking, and as what? Steps of a transaction, on the
// thread that runs it.
#pragma once

#include <parley/core/event.hpp>
#include <parley/store/database.hpp>

namespace parley {

// A conversation together with one who is a member of it now.
struct Membership {
  Conversation conversation;
  Member member;
};

// Errors: not_found where the user never was a member, as if there were no such conversation; forbidden after leaving.
Result<Membership> find_membership(Transaction& tx, ConversationId id, UserId user);
// The same, and holds the conversation against other writers. Ask before changing anything.
Result<Membership> lock_membership(Transaction& tx, ConversationId id, UserId user);
// The same of one who is about to write. Errors besides: blocked.
Result<Membership> lock_writer(Transaction& tx, ConversationId id, UserId user);

// Takes part: known and not deactivated.
bool is_active(const std::optional<User>& user);

void announce_change(Transaction& tx, ConversationId id, Rev rev, ConversationChange change);
// Under the next number of the user's own stream.
void announce_to_user(Transaction& tx, UserId user, UserChange change);

}  // namespace parley
