// What people have received and read. Owned by the receipts module, asked from any loop.
#pragma once

#include <optional>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/announcer.hpp>
#include <parley/core/caller.hpp>
#include <parley/features/receipts/read_cursors.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct ReceiptPage {
  std::vector<MemberReceipt> members;
  std::optional<UserId> next;
};

// Errors: those of Conversations.
class Receipts {
 public:
  Receipts(Database& database, ReadCursors& read_cursors, const Clock& clock, const Limits& limits, Announcer announce)
      : database_(database),
        read_cursors_(read_cursors),
        clock_(clock),
        limits_(limits),
        announce_(std::move(announce)) {}

  // The caller has read or received up to there: cursors only move forward. Announces the read cursor to the caller's
  // devices and returns it with what is unread; the other members hear of both a little later.
  Task<ReadCursorMoved> confirm(Caller caller, ConversationId conversation, std::optional<Seq> read,
                                std::optional<Seq> delivered);
  Task<ReceiptPage> list(Caller caller, ConversationId conversation, std::optional<UserId> after, std::size_t limit);
  // Returns what each member has had of the message.
  Task<std::vector<MessageReader>> readers(Caller caller, ConversationId conversation, Seq seq);

  // Forgets when people read what they read long ago.
  Task<void> remove_old();

 private:
  Database& database_;
  ReadCursors& read_cursors_;
  const Clock& clock_;
  const Limits& limits_;
  Announcer announce_;
};

}  // namespace parley
