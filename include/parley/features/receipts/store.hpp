// Who has received and read what. As a transaction sees them; belongs to the thread that runs the transaction.
// A database that fails throws StoreFailure.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <parley/core/conversation.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// A member who has come further: what both say is merged by the greater.
struct CursorMove {
  ConversationId conversation;
  UserId user;
  Seq read_seq;
  Seq delivered_seq;
};

class ReceiptStore {
 public:
  explicit ReceiptStore(SqlConnection& connection) : connection_(connection) {}
  // Present members by user id, those greater than `after`; those with private reads without them.
  std::vector<MemberReceipt> list(ConversationId conversation, std::optional<UserId> after, std::size_t limit);
  // What present members beside the sender have had of the message.
  std::vector<MessageReader> readers(const Message& message, std::size_t limit);
  // Moves the cursors forward, never back, and never past the last message.
  void move_cursors(const CursorMove& move);
  // The member said at that time to have read up to there.
  void mark(ConversationId conversation, UserId user, Seq read_seq, Time now);
  // Forgets at most `limit` marks older than that; gives their number.
  std::size_t remove_before(Time time, std::size_t limit);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
