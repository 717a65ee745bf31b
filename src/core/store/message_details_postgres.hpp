// Reads and writes the details of messages (core/store/message_details.hpp) in PostgreSQL, for all messages in one
// round trip. Used on the transaction's thread.
#pragma once

#include <vector>

#include "core/store/message_details.hpp"

namespace parley::postgres {

void read_details(SqlConnection& connection, MessageDetails& details);
// Finds the mentioned members now; the rows of the mentions are sent together with the commit.
void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages);
// Writes the mentions of a batch of new messages and reads their quotes. A message may quote an earlier one of the
// batch.
void complete_new(SqlConnection& connection, std::span<Message> messages, const std::vector<bool>& may_mention_all);

}  // namespace parley::postgres
