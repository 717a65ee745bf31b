// The service that sends messages (by group commit), reads, edits and deletes them. The messages module owns it; any
// loop may call it. Every change is one transaction that locks the conversation and announces the changed message.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/messages/message_writer.hpp>
#include <parley/features/receipts/read_cursors.hpp>
#include <parley/store/database.hpp>

namespace parley {

// The part of a history that is wanted: the messages before, after or around a seq, or the latest ones if none of the
// three is given. REQUIRES: at most one is given.
struct HistoryQuery {
  std::optional<Seq> before;
  std::optional<Seq> after;
  std::optional<Seq> around;
  std::size_t limit = 50;
};

struct HistoryPage {
  std::vector<Message> messages;  // ascending by seq
  bool more_before = false;       // there are older messages that the caller may read
  bool more_after = false;        // there are newer messages
};

struct VersionPage {
  std::vector<MessageVersion> versions;
  std::optional<std::size_t> next;  // how many versions come before the next page; absent on the last
};

// Every function reports these errors: not_found if the caller was never a member of the conversation or cannot see the
// message; forbidden if the caller has left or may not do this; blocked if one of two users has blocked the other and
// the call would write.
class Messages {
 public:
  Messages(Database& database, MessageWriter& writer, ReadCursors& read_cursors, const Clock& clock,
           const Limits& limits)
      : database_(database), writer_(writer), read_cursors_(read_cursors), clock_(clock), limits_(limits) {}

  // Returns the message once it is stored. A repeated client_id with the same content returns the first message; with
  // other content the error is conflict. The message is in the writer's lane before the first suspension, so two sends
  // of one connection keep their order. REQUIRES: the protocol has checked the content.
  Task<SentMessage> send(Caller caller, ConversationId conversation, std::string client_id, Content content,
                         std::optional<Seq> reply_to);
  Task<Message> get(Caller caller, ConversationId conversation, Seq seq);
  // Returns at most query.limit messages, and fewer if they would have more than limits.page_bytes. A seq outside the
  // visible history counts as its nearer end.
  Task<HistoryPage> history(Caller caller, ConversationId conversation, HistoryQuery query);
  // Replaces the text of the caller's own message and returns the message. The old text stays among its versions.
  // More errors: conflict if the message has limits.message_versions versions.
  Task<Message> edit(Caller caller, ConversationId conversation, Seq seq, std::string body);
  // Deletes a message and returns its tombstone, which has a seq but no text. A deleted message stays as it is.
  Task<Message> erase(Caller caller, ConversationId conversation, Seq seq);
  // Returns versions of a message without the first `skipped`, the present one last; none if it is deleted.
  Task<VersionPage> versions(Caller caller, ConversationId conversation, Seq seq, std::size_t skipped);

 private:
  Database& database_;
  MessageWriter& writer_;
  ReadCursors& read_cursors_;
  const Clock& clock_;
  const Limits& limits_;
};

}  // namespace parley
