// The rows of invitations that wait for an answer. A store belongs to a transaction and to the thread that runs it. It
// throws StoreFailure if the database fails.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <parley/core/invitation.hpp>
#include <parley/store/sql.hpp>

namespace parley {

struct NewInvitation {
  InvitationId id;
  UserId user;
  UserId inviter;
  std::optional<ConversationId> conversation;
  MemberRole role = MemberRole::member;
  Time created_at;
};

// Every function that changes rows also corrects User::has_invitations.
// REQUIRES: for a change, the transaction has locked the row of the invited user.
class InvitationStore {
 public:
  explicit InvitationStore(SqlConnection& connection) : connection_(connection) {}
  // Adds an invitation. Returns false and adds nothing if one of the user to this group, or to a direct conversation
  // with this inviter, waits already.
  bool add(const NewInvitation& invitation);
  // Returns the invitation if it waits for the answer of this user.
  std::optional<Invitation> find(UserId user, InvitationId id);
  // Returns the inviter's invitation of the user to a direct conversation.
  std::optional<Invitation> find_direct(UserId user, UserId inviter);
  // Returns the invitations that wait for the user's answer, the oldest first.
  std::vector<Invitation> list(UserId user);
  void remove(UserId user, InvitationId id);
  // Removes the invitations of the user by this inviter. Returns how many there were.
  std::size_t remove_from(UserId user, UserId inviter);

 private:
  void update_flag(UserId user);

  SqlConnection& connection_;
};

}  // namespace parley
