// What every store decides alike about messages. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/core/conversation.hpp>

namespace parley {

// What the sender gets for a client_id that was there already.
inline Result<SentMessage> repeat_of(Message first, const NewMessage& repeated) {
  // Once it was edited or deleted, what was first sent is not known any more. The repeat is given the benefit of the
  // doubt: a client that sends again after a lost acknowledgement is common, one that reuses its ids is broken.
  const bool is_changed = first.edited_at || first.deleted_at;
  if (!is_changed && (first.body != repeated.body || first.reply_to != repeated.reply_to)) {
    return fail(ErrorCode::conflict, "This client_id was used for another message.");
  }
  return SentMessage{std::move(first), true};
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
