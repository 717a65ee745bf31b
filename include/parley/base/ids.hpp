// Defines the ids and counters of the domain, each with a type of its own. Values; any thread.
#pragma once

#include <parley/base/ordinal.hpp>
#include <parley/base/uuid.hpp>

namespace parley {

using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
// Identifies one connection's presence lease: a user is online while at least one of the user's leases is valid.
using LeaseId = Id<struct LeaseTag>;
using ConversationId = Id<struct ConversationTag>;
using InvitationId = Id<struct InvitationTag>;

// Counts a conversation's messages: 1, 2, 3 … without gaps.
using Seq = Ordinal<struct SeqTag>;
// Counts a conversation's durable changes, messages among them: 1, 2, 3 … without gaps.
using Rev = Ordinal<struct RevTag>;
// Counts the durable changes of what one user sees: memberships, sessions, settings.
using UserRev = Ordinal<struct UserRevTag>;

// Identifies the history of a database. A restore from a backup changes it, so that clients discard cursors from
// before.
using Epoch = Id<struct EpochTag>;

}  // namespace parley
