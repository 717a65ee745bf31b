#include <algorithm>

#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>

#include "features/sync/changes.hpp"

namespace parley {
namespace {

// Takes rows that are ascending by rev, of which one more than `limit` was read. Removes the rows above the limit and
// returns the rev up to which no row is missing.
template <class Row>
Rev cut_off(std::vector<Row>& rows, std::size_t limit, Rev up_to) {
  if (rows.size() <= limit) return up_to;
  rows.resize(limit);
  return rows.back().rev;
}

template <class Row>
void drop_newer(std::vector<Row>& rows, Rev rev) {
  std::erase_if(rows, [rev](const Row& row) { return row.rev > rev; });
}

bool changed_itself(const Conversation& conversation, const ConversationChanges& changes) {
  return conversation.meta_rev > changes.since && conversation.meta_rev <= changes.rev;
}

}  // namespace

// Members and messages are read with the same limit. If one of them is cut off, the other is cut at the same rev, so
// that the client has everything up to that rev.
ConversationChanges read_changes(Transaction& tx, const Conversation& conversation, Rev since, Seq first_visible,
                                 std::size_t limit) {
  ConversationChanges changes;
  changes.conversation = conversation.id;
  changes.since = since;
  changes.members = tx.store<MemberStore>().changed_since(conversation.id, since, limit + 1);
  changes.messages = tx.store<MessageStore>().changed_since(conversation, since, first_visible, limit + 1);
  changes.rev =
      std::min(cut_off(changes.members, limit, conversation.rev), cut_off(changes.messages, limit, conversation.rev));
  changes.complete = changes.rev == conversation.rev;
  drop_newer(changes.members, changes.rev);
  drop_newer(changes.messages, changes.rev);
  // A change of members changes the number of members. Their rows do not show it, because a user may have joined and
  // left again in between.
  if (changed_itself(conversation, changes) || !changes.members.empty()) changes.properties = conversation;
  return changes;
}

std::size_t count_rows(const ConversationChanges& changes) {
  const bool counts_itself = changes.properties && changed_itself(*changes.properties, changes);
  return changes.members.size() + changes.messages.size() + (counts_itself ? 1 : 0);
}

}  // namespace parley
