// Reads and writes the details of messages (core/store/message_details.hpp) in SQLite. Used on the transaction's
// thread.
#pragma once

#include "core/store/message_details.hpp"

namespace parley::sqlite {

void read_details(SqlConnection& connection, MessageDetails& details);
void read_quotes(SqlConnection& connection, MessageDetails& details);
void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages);

}  // namespace parley::sqlite
