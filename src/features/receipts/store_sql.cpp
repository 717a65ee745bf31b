// ReceiptStore for both databases. A read_seq of a member is also a delivered_seq, because what is read has been
// delivered; the statements take the greater of the two.
#include <parley/features/receipts/store.hpp>

#include "core/store/rows.hpp"

namespace parley {

std::vector<MemberReceipt> ReceiptStore::list(ConversationId conversation, std::optional<UserId> after,
                                              std::size_t limit) {
  return connection_
      .query(R"(
        SELECT m.user_id, greatest(m.delivered_seq, m.read_seq), CASE WHEN u.private_reads THEN NULL ELSE m.read_seq END
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.user_id > $2 AND m.left_at IS NULL
        ORDER BY m.user_id LIMIT $3)",
             conversation, after.value_or(UserId()), limit)
      .all([](Row& row) { return MemberReceipt{row.take<UserId>(), row.take<Seq>(), row.take<std::optional<Seq>>()}; });
}

// Returns for each member: delivered, read, and when it was read. The time is that of the first mark at or behind the
// message. There is none if the member read it by writing a message, or if the mark is too old and removed.
std::vector<MessageReader> ReceiptStore::readers(const Message& message, std::size_t limit) {
  return connection_
      .query(R"(
        SELECT m.user_id, m.delivered_seq >= $2 OR m.read_seq >= $2, m.read_seq >= $2 AND NOT u.private_reads,
          CASE WHEN m.read_seq >= $2 AND NOT u.private_reads THEN
            (SELECT marked_at FROM read_marks
             WHERE conversation_id = $1 AND user_id = m.user_id AND read_seq >= $2
             ORDER BY read_seq LIMIT 1) END
        FROM members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.user_id <> $3 AND m.left_at IS NULL AND m.joined_seq < $2
        ORDER BY m.user_id LIMIT $4)",
             message.conversation, message.seq, message.sender, limit)
      .all([](Row& row) {
        return MessageReader{row.take<UserId>(), row.take<bool>(), row.take<bool>(), row.take<std::optional<Time>>()};
      });
}

// The statement is deferred, because no move has to be answered. The last condition leaves out rows that would not
// change: an update writes a row even if its values stay the same.
void ReceiptStore::move_cursors(const CursorMove& move) {
  connection_.defer(R"(
                      UPDATE members AS m
                      SET read_seq = greatest(m.read_seq, least($3, c.last_seq)),
                          delivered_seq = greatest(m.delivered_seq, least(greatest($3, $4), c.last_seq))
                      FROM conversations c
                      WHERE c.id = $1 AND m.conversation_id = $1 AND m.user_id = $2 AND m.left_at IS NULL
                        AND (m.read_seq < least($3, c.last_seq)
                             OR m.delivered_seq < least(greatest($3, $4), c.last_seq)))",
                    move.conversation, move.user, move.read_seq, move.delivered_seq);
}

// The first mark at a seq stays: it has the time at which the message was read first.
void ReceiptStore::mark(ConversationId conversation, UserId user, Seq read_seq, Time now) {
  connection_.defer(R"(
                      INSERT INTO read_marks (conversation_id, user_id, read_seq, marked_at) VALUES ($1, $2, $3, $4)
                      ON CONFLICT DO NOTHING)",
                    conversation, user, read_seq, now);
}

std::size_t ReceiptStore::remove_before(Time time, std::size_t limit) {
  return static_cast<std::size_t>(connection_
                                      .query(R"(
                                        DELETE FROM read_marks WHERE (conversation_id, user_id, read_seq) IN (
                                          SELECT conversation_id, user_id, read_seq FROM read_marks
                                          WHERE marked_at < $1 ORDER BY marked_at LIMIT $2))",
                                             time, limit)
                                      .run());
}

}  // namespace parley
