#include "core/store/message_details_postgres.hpp"
#include "core/store/message_details_sqlite.hpp"

namespace parley {

void complete(SqlConnection& connection, std::span<const Incomplete> messages) {
  MessageDetails details(messages);
  connection.dialect() == Dialect::sqlite ? sqlite::read_details(connection, details)
                                          : postgres::read_details(connection, details);
  details.finish();
}

void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages) {
  connection.dialect() == Dialect::sqlite ? sqlite::write_mentions(connection, messages)
                                          : postgres::write_mentions(connection, messages);
}

void leave_out_blockers(SqlConnection& connection, const Message& message) {
  connection.defer(R"(
        INSERT INTO mention_exceptions (conversation_id, seq, user_id)
        SELECT m.conversation_id, CAST($2 AS bigint), m.user_id
        FROM blocks b JOIN members m ON m.conversation_id = $1 AND m.user_id = b.user_id
        WHERE b.blocked_id = $3 AND m.left_at IS NULL)",
                   message.conversation, message.seq, message.sender);
}

}  // namespace parley
