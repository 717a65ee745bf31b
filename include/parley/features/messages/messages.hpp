// Sending messages (by group commit), reading, editing and deleting them. Owned by the messages module, asked from any
// loop.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/messages/message_writer.hpp>
#include <parley/features/receipts/read_cursors.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Which part of a history is wanted; at most one of the three is given. None: the latest.
struct HistoryQuery {
  std::optional<Seq> before;
  std::optional<Seq> after;
  std::optional<Seq> around;
  std::size_t limit = 50;
};

struct HistoryPage {
  std::vector<Message> messages;  // ascending by seq
  bool more_before = false;       // older ones that the caller may read
  bool more_after = false;
};

// Errors: those of Conversations, and blocked if one of two people has blocked the other.
class Messages {
 public:
  Messages(Database& database, MessageWriter& writer, ReadCursors& read_cursors, const Clock& clock)
      : database_(database), writer_(writer), read_cursors_(read_cursors), clock_(clock) {}

  // REQUIRES: the protocol has checked the content. The message is on its way to the writer before the first
  // suspension, so that two sends of one connection keep their order.
  Task<SentMessage> send(Caller caller, ConversationId conversation, std::string client_id, Content content,
                         std::optional<Seq> reply_to);
  Task<Message> get(Caller caller, ConversationId conversation, Seq seq);
  Task<HistoryPage> history(Caller caller, ConversationId conversation, HistoryQuery query);
  Task<Message> edit(Caller caller, ConversationId conversation, Seq seq, std::string body);
  // Returns the tombstone. Deleting a deleted message changes nothing.
  Task<Message> erase(Caller caller, ConversationId conversation, Seq seq);
  // Returns what the message said, the present version last.
  Task<std::vector<MessageVersion>> versions(Caller caller, ConversationId conversation, Seq seq);

 private:
  Database& database_;
  MessageWriter& writer_;
  ReadCursors& read_cursors_;
  const Clock& clock_;
};

}  // namespace parley
