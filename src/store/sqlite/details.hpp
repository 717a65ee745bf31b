// What messages have beside their own rows: read for many of them at once, written for one.
// Belongs to the thread that runs the connection's transaction.
#pragma once

#include <span>

#include "store/message_details.hpp"
#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

// Puts quotes, reactions and mentions into the messages.
void complete(Connection& connection, std::span<const Incomplete> messages);

// Writes the mentions of a message that is being written: the members that its text names, and everybody if it says
// @all and its sender may.
void write_mentions(Connection& connection, const Message& message, bool may_mention_all);

}  // namespace parley::sqlite
