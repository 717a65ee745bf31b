// Adds the names of senders to lists of conversations. A step of a transaction, on its thread.
#pragma once

#include <span>

#include <parley/core/conversation.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Sets last_sender in each summary whose members do not include the sender of the last message.
void name_senders(Transaction& tx, std::span<ConversationSummary* const> summaries);
void name_senders(Transaction& tx, std::span<ConversationSummary> summaries);

}  // namespace parley
