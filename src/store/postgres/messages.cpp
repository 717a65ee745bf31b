#include <algorithm>

#include "store/message_rules.hpp"
#include "store/postgres/append.hpp"
#include "store/postgres/stores.hpp"
#include "store/rows.hpp"

namespace parley::postgres {

std::vector<Result<SentMessage>> Messages::append(std::span<const NewMessage> batch, Time now) {
  return Append(connection_, batch, now).run();
}

std::optional<Message> Messages::find(ConversationId conversation, Seq seq) {
  return connection_
      .query("SELECT " MESSAGE_COLUMNS("m") "FROM messages m WHERE m.conversation_id = $1 AND m.seq = $2", conversation,
             seq)
      .first(read_message);
}

std::vector<Message> Messages::before(ConversationId conversation, Seq before, Seq from, std::size_t limit) {
  return connection_
      .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
        WHERE m.conversation_id = $1 AND m.seq >= $3 AND m.seq < $2
        ORDER BY m.seq DESC LIMIT $4)",
             conversation, before, from, limit)
      .all(read_message);
}

std::vector<Message> Messages::after(ConversationId conversation, Seq after, Seq from, std::size_t limit) {
  return connection_
      .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
        WHERE m.conversation_id = $1 AND m.seq >= $2
        ORDER BY m.seq LIMIT $3)",
             conversation, std::max(after.next(), from), limit)
      .all(read_message);
}

std::vector<Message> Messages::changed_since(const Conversation& conversation, Rev since, Seq from, std::size_t limit) {
  // Untouched new messages, in whose order of seq the revs ascend; then the changed ones, old or new, by their index.
  // No message is both, so that merging the two needs no sort and no comparison of rows.
  const Seq first_new = std::max(first_possibly_new(conversation, since), from);
  const auto added = connection_
                         .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                           WHERE m.conversation_id = $1 AND m.seq >= $2 AND m.rev > $3 AND m.rev = m.created_rev
                           ORDER BY m.seq LIMIT $4)",
                                conversation.id, first_new, since, limit)
                         .all(read_message);
  const auto changed = connection_
                           .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                             WHERE m.conversation_id = $1 AND m.rev > $3 AND m.rev > m.created_rev AND m.seq >= $2
                             ORDER BY m.rev LIMIT $4)",
                                  conversation.id, from, since, limit)
                           .all(read_message);
  return merge_by_rev(added, changed, limit);
}

Message Messages::edit(ConversationId conversation, Seq seq, std::string_view body, Rev rev, Time now) {
  return connection_
      .query(R"(
        UPDATE messages SET body = $3, rev = $4, edited_at = $5
        WHERE conversation_id = $1 AND seq = $2
        RETURNING )" MESSAGE_COLUMNS("messages"),
             conversation, seq, body, rev, now)
      .one(read_message);
}

Message Messages::erase(ConversationId conversation, Seq seq, Rev rev, Time now) {
  return connection_
      .query(R"(
        UPDATE messages SET body = '', rev = $3, deleted_at = $4
        WHERE conversation_id = $1 AND seq = $2
        RETURNING )" MESSAGE_COLUMNS("messages"),
             conversation, seq, rev, now)
      .one(read_message);
}

}  // namespace parley::postgres
