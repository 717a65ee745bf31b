// Reads what changed in a conversation since a rev. Steps of a transaction, on the thread that runs it.
#pragma once

#include <parley/core/event.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Returns the rows that changed after `since`, without messages before the first visible one. There are at most `limit`
// members and `limit` messages. If more changed, the result ends at a rev up to which nothing is missing, and is marked
// as not complete.
ConversationChanges read_changes(Transaction& tx, const Conversation& conversation, Rev since, Seq first_visible,
                                 std::size_t limit);

// Returns the number of changed rows: members, messages, and the conversation if its own properties changed.
std::size_t count_rows(const ConversationChanges& changes);

}  // namespace parley
