// The service for what members have received and read. The receipts module owns it; any loop may call it.
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
  std::optional<UserId> next;  // the last user of this page; absent on the last page
};

// Every function reports the errors of Conversations. If one of two members has blocked the other, they do not learn
// of each other's receipts.
class Receipts {
 public:
  Receipts(Database& database, ReadCursors& read_cursors, const Clock& clock, const Limits& limits, Announcer announce)
      : database_(database),
        read_cursors_(read_cursors),
        clock_(clock),
        limits_(limits),
        announce_(std::move(announce)) {}

  // Moves the caller's cursors to these seqs; a cursor only moves forward, and at most to the last message. Announces
  // the read cursor to the caller's devices and returns it with the number of unread messages. The other members get an
  // event when the cursors are written. REQUIRES: `read` or `delivered` is given.
  Task<ReadCursorMoved> confirm(Caller caller, ConversationId conversation, std::optional<Seq> read,
                                std::optional<Seq> delivered);
  // Returns the cursors of the present members, ascending by user id, from the member behind `after` on.
  Task<ReceiptPage> list(Caller caller, ConversationId conversation, std::optional<UserId> after, std::size_t limit);
  // Returns for each member whether the message was received and read, and when it was read. Not more members than
  // limits.receipt_members, ascending by user id. More errors: not_found (no such message).
  Task<std::vector<MessageReader>> readers(Caller caller, ConversationId conversation, Seq seq);

  // Removes read marks that are older than 30 days.
  Task<void> remove_old();

 private:
  Database& database_;
  ReadCursors& read_cursors_;
  const Clock& clock_;
  const Limits& limits_;
  Announcer announce_;
};

}  // namespace parley
