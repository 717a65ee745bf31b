// What happened in a conversation since a rev. A step of a transaction, on the thread that runs it.
#pragma once

#include <parley/core/event.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Rows that changed after `since`, messages only from the first visible one on. At most `limit` members and `limit`
// messages; with more than that the changes end at a rev up to which nothing is missing, and are not complete.
ConversationChanges read_changes(Transaction& tx, const Conversation& conversation, Rev since, Seq first_visible,
                                 std::size_t limit);

std::size_t count_rows(const ConversationChanges& changes);

}  // namespace parley
