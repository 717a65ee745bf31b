// Finds a message for an operation that works on it. A step of a transaction, on its thread.
#pragma once

#include <parley/core/errors.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/store/messages.hpp>

#include "core/membership.hpp"

namespace parley {

// Returns a message that the member may see. Errors: not_found, also for a message that the member may not see.
inline Result<Message> find_visible(Transaction& tx, const Membership& reader, Seq seq) {
  std::optional<Message> message =
      tx.store<MessageStore>().find(reader.conversation.id, seq, policy::first_visible(reader.member));
  if (!message) return no_such_message();
  return *std::move(message);
}

}  // namespace parley
