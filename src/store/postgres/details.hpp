// What messages have beside their own rows, read for many of them in one round trip, and resolved for those that are
// written. Belongs to the thread that runs the connection's transaction.
#pragma once

#include <span>

#include "store/message_details.hpp"
#include "store/postgres/connection.hpp"

namespace parley::postgres {

// Puts quotes, reactions and mentions into the messages.
void complete(Connection& connection, std::span<const Incomplete> messages);

// A message that is being written, and whether @all in it calls everybody.
struct MentioningMessage {
  Message* message;
  bool may_mention_all = false;
};
// Finds the users that the messages mention, puts them into the messages, and has them written with the commit.
void write_mentions(Connection& connection, std::span<const MentioningMessage> messages);
// Does the same for a batch of new messages, and puts in what they quote; the later ones may quote the earlier ones.
void complete_new(Connection& connection, std::span<Message> messages, const std::vector<bool>& may_mention_all);

}  // namespace parley::postgres
