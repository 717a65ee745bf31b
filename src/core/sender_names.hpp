// Who wrote the last message of a conversation in a list. A step of a transaction, on the thread that runs it.
#pragma once

#include <span>

#include <parley/core/conversation.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Fills in last_sender, for each summary that does not show the sender of its last message among its members.
void name_senders(Transaction& tx, std::span<ConversationSummary* const> summaries);
void name_senders(Transaction& tx, std::span<ConversationSummary> summaries);

}  // namespace parley
