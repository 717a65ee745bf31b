// Messages: sending (by group commit), reading, editing, deleting, reactions and pins; typing signals and read cursors
// beside them. Owned by the composition root, asked from any loop.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/event.hpp>
#include <parley/features/messages/message_writer.hpp>
#include <parley/features/receipts/read_cursors.hpp>
#include <parley/features/typing/typing_signals.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Makes ephemeral events known to whom they concern. Any thread.
using Announcer = std::function<void(Event)>;

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

struct ReceiptPage {
  std::vector<MemberReceipt> members;
  std::optional<UserId> next;
};

// Errors as in Conversations; blocked, where one of two people has blocked the other.
class Messaging {
 public:
  // `wake` is called, on the loop of who types, when the first typing signal waits to be told together.
  Messaging(Database& database, MessageWriter& writer, ReadCursors& read_cursors, const Clock& clock,
            const Limits& limits, Announcer announce, std::function<void()> wake = {});

  // The body has been checked by the protocol. Starts its way to the writer before the first suspension, so that two
  // sends of one connection keep their order.
  Task<SentMessage> send(Caller caller, ConversationId conversation, std::string client_id, std::string body,
                         std::optional<Seq> reply_to);
  Task<Message> get(Caller caller, ConversationId conversation, Seq seq);
  Task<HistoryPage> history(Caller caller, ConversationId conversation, HistoryQuery query);
  Task<Message> edit(Caller caller, ConversationId conversation, Seq seq, std::string body);
  // Deleting what is deleted already gives the tombstone unchanged.
  Task<Message> erase(Caller caller, ConversationId conversation, Seq seq);

  // What the message said, the present version last.
  Task<std::vector<MessageVersion>> versions(Caller caller, ConversationId conversation, Seq seq);

  // Doing what is done already changes nothing. Errors besides: invalid_request (no emoji, or too many reactions).
  Task<Message> react(Caller caller, ConversationId conversation, Seq seq, std::string emoji);
  Task<Message> unreact(Caller caller, ConversationId conversation, Seq seq, std::string emoji);
  // Errors besides: conflict (too many pins).
  Task<Message> pin(Caller caller, ConversationId conversation, Seq seq);
  Task<Message> unpin(Caller caller, ConversationId conversation, Seq seq);
  // The last pinned first.
  Task<std::vector<Message>> pinned(Caller caller, ConversationId conversation);

  Task<void> set_typing(Caller caller, ConversationId conversation, bool active);
  // The same for a caller who is known to be a member: mostly without a read.
  Task<void> announce_typing(Caller caller, ConversationId conversation, bool active);
  // Tells what waits; the composition root calls it 100 ms after a wake.
  void flush_typing();

  // The caller has read or received up to there: cursors only move forward. Announces the read cursor to the caller's
  // devices and gives it with what is unread; the other members hear of both a little later.
  Task<ReadCursorMoved> confirm(Caller caller, ConversationId conversation, std::optional<Seq> read,
                                std::optional<Seq> delivered);
  Task<ReceiptPage> receipts(Caller caller, ConversationId conversation, std::optional<UserId> after,
                             std::size_t limit);
  Task<std::vector<MessageReader>> readers(Caller caller, ConversationId conversation, Seq seq);

 private:
  void tell_typing(const TypingChanged& signal, bool merges, Instant now);

  Database& database_;
  MessageWriter& writer_;
  ReadCursors& read_cursors_;
  const Clock& clock_;
  const Limits& limits_;
  Announcer announce_;
  std::function<void()> wake_;
  TypingSignals typing_;
};

}  // namespace parley
