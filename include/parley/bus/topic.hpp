// A topic names one stream of events: a conversation's, or a user's own. Plain values.
#pragma once

#include <variant>

#include <parley/base/ids.hpp>

namespace parley {

using Topic = std::variant<ConversationId, UserId>;

// Where a member stands in a conversation's stream, and from when on the member may see it.
struct StreamPosition {
  ConversationId conversation;
  Rev rev;
  Seq visible_after;  // the last message that the member may not see
};

}  // namespace parley
