// Who is in a conversation, and as what. Owned by the conversations module, asked from any loop. Every change is one
// transaction, as in Conversations.
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
  std::optional<UserId> next;
};

// Errors: those of Conversations.
class Members {
 public:
  Members(Database& database, const Clock& clock, const Limits& limits)
      : database_(database), clock_(clock), limits_(limits) {}

  Task<MemberPage> list(Caller caller, ConversationId id, std::optional<UserId> after, std::size_t limit);
  // Adding a user who is already a member returns the membership unchanged.
  Task<Member> add(Caller caller, ConversationId id, UserId user, MemberRole role);
  // Errors besides: conflict (the last admin cannot step down).
  Task<Member> change_role(Caller caller, ConversationId id, UserId user, MemberRole role);
  Task<void> remove(Caller caller, ConversationId id, UserId user);
  // When the last admin leaves, the member who has been there longest becomes admin.
  Task<void> leave(Caller caller, ConversationId id);

 private:
  Database& database_;
  const Clock& clock_;
  const Limits& limits_;
};

}  // namespace parley
