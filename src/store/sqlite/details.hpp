// What messages have beside their own rows: read for many of them at once, written for one.
// Belongs to the thread that runs the connection's transaction.
#pragma once

#include <span>

#include "store/message_details.hpp"
#include "store/sqlite/connection.hpp"

namespace parley::sqlite {

// Puts quotes, reactions and mentions into the messages.
void complete(Connection& connection, std::span<const Incomplete> messages);

// Writes whom the message, which is being written, calls.
void write_mentions(Connection& connection, const Message& message);

}  // namespace parley::sqlite
