// The rows of invitations that wait for an answer. A store belongs to a transaction and to the thread that runs it. It
// throws StoreFailure if the database fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
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
// REQUIRES: for a change, the transaction has locked the rows of the invited users.
class InvitationStore {
 public:
  explicit InvitationStore(SqlConnection& connection) : connection_(connection) {}
  // Adds invitations, in one statement, and returns the users who have one more now. Leaves out an invitation if one of
  // the user to this group, or to a direct conversation with this inviter, waits already.
  // REQUIRES: the invitations differ in id and user only, and each user is named once.
  std::vector<UserId> add(std::span<const NewInvitation> invitations);
  // Returns the invitation if it waits for the answer of this user.
  std::optional<Invitation> find(UserId user, InvitationId id);
  // Returns the inviter's invitation of the user to a direct conversation.
  std::optional<Invitation> find_direct(UserId user, UserId inviter);
  // Returns the invitations that wait for the user's answer, the oldest first.
  std::vector<Invitation> list(UserId user);
  // Returns list() of each of the users who has any.
  std::map<UserId, std::vector<Invitation>> lists(std::span<const UserId> users);
  // Returns how many wait for the answer of each user, in the order of the users.
  std::vector<std::int64_t> counts(std::span<const UserId> users);
  void remove(UserId user, InvitationId id);
  // Removes the invitations of the user by this inviter. Returns how many there were.
  std::size_t remove_from(UserId user, UserId inviter);

 private:
  void update_flags(std::span<const UserId> users);

  SqlConnection& connection_;
};

}  // namespace parley
