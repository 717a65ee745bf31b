// The service by which users answer invitations. The conversations module owns it; any loop may call it. Invitations
// are made by Conversations and Members, if the invited user does not permit more.
#pragma once

#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/invitation.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Every function that names an invitation reports not_found if it does not wait for the caller's answer. get() and
// decline() also find one that no longer stands (features/accounts/store_invitations.hpp).
class Invitations {
 public:
  Invitations(Database& database, const Clock& clock, const Limits& limits)
      : database_(database), clock_(clock), limits_(limits) {}

  // Returns the invitations that wait for the caller's answer, the oldest first.
  Task<std::vector<Invitation>> list(Caller caller);
  Task<Invitation> get(Caller caller, InvitationId id);
  // Makes the caller a member of the group, or opens the direct conversation, and returns it. Errors: also not_found
  // (the inviter may not invite any longer; this removes the invitation), conflict (the group is full, or the caller or
  // the inviter is in too many conversations).
  Task<ConversationSummary> accept(Caller caller, InvitationId id);
  Task<void> decline(Caller caller, InvitationId id);

 private:
  Database& database_;
  const Clock& clock_;
  const Limits& limits_;
};

}  // namespace parley
