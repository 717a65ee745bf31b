// What every store decides alike about messages. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include <parley/core/conversation.hpp>

namespace parley {

// The row of a message that was accepted.
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

// The least seq that a message created after `since` can have: each takes a rev.
inline Seq first_possibly_new(const Conversation& conversation, Rev since) {
  const auto newest_possible = conversation.rev.value() - since.value();
  return Seq(conversation.last_seq.value() - newest_possible + 1);
}

// Both ascending by rev, and no message in both: so that merging them needs no sort and no comparison of rows.
inline std::vector<Message> merge_by_rev(const std::vector<Message>& added, const std::vector<Message>& changed,
                                         std::size_t limit) {
  std::vector<Message> merged;
  std::ranges::merge(added, changed, std::back_inserter(merged), {}, &Message::rev, &Message::rev);
  if (merged.size() > limit) merged.resize(limit);
  return merged;
}

}  // namespace parley
