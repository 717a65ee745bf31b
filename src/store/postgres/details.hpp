// What messages have beside their own rows, read for many of them in one round trip, and resolved for those that are
// written. Belongs to the thread that runs the connection's transaction.
#pragma once

#include <span>

#include "store/message_details.hpp"
#include "store/postgres/connection.hpp"

namespace parley::postgres {

// Puts quotes, reactions and mentions into the messages.
void complete(Connection& connection, std::span<const Incomplete> messages);

// Finds whom messages that are being written call, puts that into them, and has it written with the commit.
void write_mentions(Connection& connection, std::span<Message* const> messages);
// The same for a batch of new messages, and puts in what they quote; the later ones may quote the earlier ones.
void complete_new(Connection& connection, std::span<Message> messages);

}  // namespace parley::postgres
