#include <algorithm>

#include <parley/core/store/members.hpp>
#include <parley/core/store/messages.hpp>

#include "features/sync/changes.hpp"

namespace parley {
namespace {

// Rows ascending by rev, one more asked for than wanted. Gives the rev up to which they are all there.
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
  // With its members changes how many it has, which their rows alone do not tell of those who came and left again.
  if (changed_itself(conversation, changes) || !changes.members.empty()) changes.properties = conversation;
  return changes;
}

std::size_t count_rows(const ConversationChanges& changes) {
  const bool counts_itself = changes.properties && changed_itself(*changes.properties, changes);
  return changes.members.size() + changes.messages.size() + (counts_itself ? 1 : 0);
}

}  // namespace parley
