// How PostgreSQL is asked for what messages have beside their rows: for all of them in one round trip. See
// core/store/message_details.hpp.
#pragma once

#include <vector>

#include "core/store/message_details.hpp"

namespace parley::postgres {

void read_details(SqlConnection& connection, MessageDetails& details);
// Has the mentions written with the commit.
void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages);
// Does the same for a batch of new messages, and puts in what they quote; the later ones may quote the earlier ones.
void complete_new(SqlConnection& connection, std::span<Message> messages, const std::vector<bool>& may_mention_all);

}  // namespace parley::postgres
