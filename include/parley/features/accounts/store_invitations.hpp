// The rows of invitations that wait for an answer. An invitation stands while its inviter may still make it
// (still_invites() in features/accounts/policy.hpp). One that no longer stands is not listed. Its row goes when the
// user answers it, or when the user gets the next invitation. A store belongs to a transaction and to the thread that
// runs it. It throws StoreFailure if the database fails.
#pragma once

#include <cstddef>
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
  // Returns the invitation if it waits for the answer of this user, even if it no longer stands.
  std::optional<Invitation> find(UserId user, InvitationId id);
  // Returns whether this invitation waits and stands.
  bool stands(const Invitation& invitation);
  // Returns the inviter's invitation of the user to a direct conversation, if it stands.
  std::optional<Invitation> find_direct(UserId user, UserId inviter);
  // Returns the standing invitations that wait for the user's answer, the oldest first.
  std::vector<Invitation> list(UserId user);
  // Returns list() of each of the users who has any.
  std::map<UserId, std::vector<Invitation>> lists(std::span<const UserId> users);
  // Removes the invitations of the users that no longer stand, and returns lists().
  std::map<UserId, std::vector<Invitation>> keep_standing(std::span<const UserId> users);
  void remove(UserId user, InvitationId id);
  // Removes the invitations of the user by this inviter. Returns how many there were.
  std::size_t remove_from(UserId user, UserId inviter);
  // Removes the invitation of the user to the group. Returns whether there was one.
  bool remove_to(UserId user, ConversationId group);
  // Removes the invitations of the two by each other to a direct conversation. Returns those of the two who had one,
  // ascending by id.
  std::vector<UserId> remove_direct(UserId one, UserId other);

 private:
  void update_flags(std::span<const UserId> users);

  SqlConnection& connection_;
};

}  // namespace parley
