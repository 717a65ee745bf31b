// How SQLite is asked for what messages have beside their rows. See core/store/message_details.hpp.
#pragma once

#include "core/store/message_details.hpp"

namespace parley::sqlite {

void read_details(SqlConnection& connection, MessageDetails& details);
void read_quotes(SqlConnection& connection, MessageDetails& details);
void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages);

}  // namespace parley::sqlite
