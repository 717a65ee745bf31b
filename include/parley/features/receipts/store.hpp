// Reads and writes the cursors of members and their read marks. A store lives for one transaction and belongs to the
// thread that runs it. Every function throws StoreFailure if the database fails.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <parley/core/conversation.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// New cursors of a member. Each stored cursor becomes the greater of the old one and the new one.
struct CursorMove {
  ConversationId conversation;
  UserId user;
  Seq read_seq;
  Seq delivered_seq;
};

class ReceiptStore {
 public:
  explicit ReceiptStore(SqlConnection& connection) : connection_(connection) {}
  // Returns the present members whose user id is greater than `after`, ascending. The read cursor is absent if the
  // member keeps reads private.
  std::vector<MemberReceipt> list(ConversationId conversation, std::optional<UserId> after, std::size_t limit);
  // Returns the present members who could see the message when it was sent, without the sender, ascending by user id.
  std::vector<MessageReader> readers(const Message& message, std::size_t limit);
  // Moves the cursors forward, never back and never beyond the last message. The statement is sent with the commit.
  void move_cursors(const CursorMove& move);
  // Records that the member confirmed at that time to have read up to this seq.
  void mark(ConversationId conversation, UserId user, Seq read_seq, Time now);
  // Removes at most `limit` marks from before that time and returns how many it removed.
  std::size_t remove_before(Time time, std::size_t limit);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
