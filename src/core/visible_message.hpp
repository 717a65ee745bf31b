// A step of a transaction that works on one message, on the thread that runs it.
#pragma once

#include <parley/core/policy.hpp>
#include <parley/core/store/messages.hpp>

#include "core/membership.hpp"

namespace parley {

// A message that the member may see; what came before joining does not exist.
inline Result<Message> find_visible(Transaction& tx, const Membership& reader, Seq seq) {
  std::optional<Message> message = tx.store<MessageStore>().find(
      reader.conversation.id, seq, policy::first_visible(reader.conversation, reader.member));
  if (!message) return fail(ErrorCode::not_found, "There is no such message.");
  return *std::move(message);
}

}  // namespace parley
