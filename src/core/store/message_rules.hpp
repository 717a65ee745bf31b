// Rules about messages that do not depend on the database. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include <parley/core/conversation.hpp>

namespace parley {

// Returns the row of an accepted message.
inline Message new_message(const NewMessage& sent, Seq seq, Rev rev, Time now) {
  return {.conversation = sent.conversation,
          .seq = seq,
          .rev = rev,
          .created_rev = rev,
          .sender = sent.sender,
          .client_id = sent.client_id,
          .content = sent.content,
          .reply_to = sent.reply_to,
          .created_at = now,
          .edited_at = std::nullopt,
          .deleted_at = std::nullopt};
}

// Returns the lowest seq that a message created after `since` can have. Each message takes a rev, so at most
// conversation.rev - since messages are new.
inline Seq first_possibly_new(const Conversation& conversation, Rev since) {
  const auto newest_possible = conversation.rev.value() - since.value();
  return Seq(conversation.last_seq.value() - newest_possible + 1);
}

// Merges two lists that are ascending by rev and have no message in common.
inline std::vector<Message> merge_by_rev(const std::vector<Message>& added, const std::vector<Message>& changed,
                                         std::size_t limit) {
  std::vector<Message> merged;
  std::ranges::merge(added, changed, std::back_inserter(merged), {}, &Message::rev, &Message::rev);
  if (merged.size() > limit) merged.resize(limit);
  return merged;
}

}  // namespace parley
