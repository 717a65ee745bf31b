// The service that lists, adds and removes the members of a conversation and changes their roles. The conversations
// module owns it; any loop may call it. Every change is one transaction that locks the conversation.
#pragma once

#include <optional>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/conversation.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct MemberPage {
  std::vector<Member> members;
  std::optional<UserId> next;  // the last user of this page; absent on the last page
};

// Every function reports the errors of Conversations. change_role() and remove() also report not_found if `user` is not
// a member now.
class Members {
 public:
  Members(Database& database, const Clock& clock, const Limits& limits)
      : database_(database), clock_(clock), limits_(limits) {}

  // Returns the present members, ascending by user id, from the one behind `after` on.
  Task<MemberPage> list(Caller caller, ConversationId id, std::optional<UserId> after, std::size_t limit);
  // Adds a user and returns the membership. A user who is a member already keeps the membership as it is. A user whose
  // setting or own departure does not permit it gets an invitation instead; the error is then consent_needed. More
  // errors: not_found (no such user, or one who has blocked the caller), blocked (by the caller), conflict (the group
  // is full, or the user has too many conversations or invitations), rate_limited (the caller's limit of a day).
  Task<Member> add(Caller caller, ConversationId id, UserId user, MemberRole role);
  // Returns the member with the new role. More errors: conflict (the last admin cannot step down, and a closed account
  // gets no higher role).
  Task<Member> change_role(Caller caller, ConversationId id, UserId user, MemberRole role);
  // Ends the membership of another member, or the caller's own as leave() does.
  Task<void> remove(Caller caller, ConversationId id, UserId user);
  // Ends the caller's membership. If the last admin leaves, the active member who has been there longest becomes admin.
  Task<void> leave(Caller caller, ConversationId id);

 private:
  Database& database_;
  const Clock& clock_;
  const Limits& limits_;
};

}  // namespace parley
