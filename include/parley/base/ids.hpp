// The names of things, each a type of its own.
#pragma once

#include <parley/base/ordinal.hpp>
#include <parley/base/uuid.hpp>

namespace parley {

using UserId = Id<struct UserTag>;
using SessionId = Id<struct SessionTag>;
// One connection's part in its user being online.
using LeaseId = Id<struct LeaseTag>;
using ConversationId = Id<struct ConversationTag>;

// Counts a conversation's messages: 1, 2, 3 … without gaps.
using Seq = Ordinal<struct SeqTag>;
// Counts a conversation's durable changes, messages among them: 1, 2, 3 … without gaps.
using Rev = Ordinal<struct RevTag>;
// Counts the durable changes of what one user sees: memberships, sessions, settings.
using UserRev = Ordinal<struct UserRevTag>;

// One random id per database, changed by a restore: a cursor from another epoch means nothing.
using Epoch = Id<struct EpochTag>;

}  // namespace parley
