// Statements return the row of a message without its details. completed() then reads the quotes, reactions and mentions
// of all messages in a result at once.
#include <algorithm>

#include <parley/core/store/messages.hpp>

#include "core/store/append_postgres.hpp"
#include "core/store/append_sqlite.hpp"
#include "core/store/message_details.hpp"
#include "core/store/message_rules.hpp"
#include "core/store/rows.hpp"

namespace parley {
namespace {

// Says at which message the texts of those that it was shown have so many bytes together.
class TextBytes {
 public:
  explicit TextBytes(std::size_t most) : left_(most) {}
  bool operator()(const Message& message) {
    left_ -= std::min(left_, message.content.body.size());
    return left_ == 0;
  }

 private:
  std::size_t left_;
};

}  // namespace

std::vector<Result<SentMessage>> MessageStore::append(std::span<const NewMessage> batch, Time now) {
  return connection_.dialect() == Dialect::sqlite ? sqlite::Append(connection_, now).run(batch)
                                                  : postgres::Append(connection_, batch, now).run();
}

std::optional<Message> MessageStore::find(ConversationId conversation, Seq seq, Seq from) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                         WHERE m.conversation_id = $1 AND m.seq = $2 AND m.seq >= $3)",
                              conversation, seq, from)
                       .first(read_message),
                   from);
}

std::vector<Message> MessageStore::before(ConversationId conversation, Seq before, Seq from, std::size_t limit,
                                          std::size_t most_bytes) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                         WHERE m.conversation_id = $1 AND m.seq >= $3 AND m.seq < $2
                         ORDER BY m.seq DESC LIMIT $4)",
                              conversation, before, from, limit)
                       .all_until(TextBytes(most_bytes), read_message),
                   from);
}

std::vector<Message> MessageStore::after(ConversationId conversation, Seq after, Seq from, std::size_t limit,
                                         std::size_t most_bytes) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                         WHERE m.conversation_id = $1 AND m.seq >= $2
                         ORDER BY m.seq LIMIT $3)",
                              conversation, std::max(after.next(), from), limit)
                       .all_until(TextBytes(most_bytes), read_message),
                   from);
}

std::vector<Message> MessageStore::changed_since(const Conversation& conversation, Rev since, Seq from,
                                                 std::size_t limit) {
  // The first statement returns new messages that were not changed since; in their order of seq, the revs ascend too.
  // The second one returns changed messages by the index of revs. No message is in both lists, so they are merged
  // without a sort and without a comparison of rows.
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
  return completed(merge_by_rev(added, changed, limit), from);
}

// INDEXED BY makes SQLite use the small index of pinned messages; it is left out for PostgreSQL.
std::vector<Message> MessageStore::pinned(ConversationId conversation, Seq from, std::size_t limit) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m INDEXED BY messages_pinned
                         WHERE m.conversation_id = $1 AND m.pinned_at IS NOT NULL AND m.seq >= $2
                         ORDER BY m.pinned_at DESC, m.seq DESC LIMIT $3)",
                              conversation, from, limit)
                       .all(read_message),
                   from);
}

std::vector<MessageVersion> MessageStore::versions(const Message& message) {
  auto versions = connection_
                      .query(R"(
                        SELECT body, written_at FROM message_versions
                        WHERE conversation_id = $1 AND seq = $2 ORDER BY rev)",
                             message.conversation, message.seq)
                      .all(read_version);
  if (!message.deleted_at) versions.push_back(present_version(message));
  return versions;
}

std::int64_t MessageStore::count_versions(const Message& message) {
  const auto earlier = connection_
                           .query("SELECT count(*) FROM message_versions WHERE conversation_id = $1 AND seq = $2",
                                  message.conversation, message.seq)
                           .one(read_value<std::int64_t>);
  return earlier + (message.deleted_at ? 0 : 1);
}

Message MessageStore::edit(const Message& message, const NewBody& body, Rev rev, Time now) {
  const MessageVersion before = present_version(message);
  connection_.defer(R"(
        INSERT INTO message_versions (conversation_id, seq, rev, body, written_at) VALUES ($1, $2, $3, $4, $5))",
                    message.conversation, message.seq, message.rev, before.body, before.written_at);
  connection_.defer("DELETE FROM mentions WHERE conversation_id = $1 AND seq = $2", message.conversation, message.seq);
  connection_.defer("DELETE FROM mention_exceptions WHERE conversation_id = $1 AND seq = $2", message.conversation,
                    message.seq);
  Message edited = connection_
                       .query(R"(
                         UPDATE messages SET body = $3, rev = $4, edited_at = $5
                         WHERE conversation_id = $1 AND seq = $2
                         RETURNING )" MESSAGE_COLUMNS("messages"),
                              message.conversation, message.seq, body.text, rev, now)
                       .one(read_message);
  edited.reactions = message.reactions;
  const MentioningMessage mentioning{&edited, body.may_mention_all};
  write_mentions(connection_, std::span(&mentioning, 1));
  return edited;
}

// deleted_by stays NULL if the sender deleted the message, or the operator, who is no user.
Message MessageStore::erase(const Message& message, UserId actor, Rev rev, Time now) {
  const auto forget = [&](Sql rows) { connection_.defer(rows, message.conversation, message.seq); };
  forget("DELETE FROM message_versions WHERE conversation_id = $1 AND seq = $2");
  forget("DELETE FROM reactions WHERE conversation_id = $1 AND seq = $2");
  forget("DELETE FROM mentions WHERE conversation_id = $1 AND seq = $2");
  forget("DELETE FROM mention_exceptions WHERE conversation_id = $1 AND seq = $2");
  return connection_
      .query(R"(
        UPDATE messages
        SET body = '', rev = $3, deleted_at = $4, deleted_by = nullif($5, sender_id), pinned_at = NULL, pinned_by = NULL
        WHERE conversation_id = $1 AND seq = $2
        RETURNING )" MESSAGE_COLUMNS("messages"),
             message.conversation, message.seq, rev, now, actor)
      .one(read_message);
}

// The rev is the position of the reaction too, because revs ascend.
Message MessageStore::add_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev) {
  connection_.defer(R"(
        INSERT INTO reactions (conversation_id, seq, place, user_id, emoji) VALUES ($1, $2, $3, $4, $5))",
                    message.conversation, message.seq, rev, user, emoji);
  return touch(message, rev);
}

Message MessageStore::remove_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev) {
  connection_.defer(R"(
        DELETE FROM reactions WHERE conversation_id = $1 AND seq = $2 AND user_id = $3 AND emoji = $4)",
                    message.conversation, message.seq, user, emoji);
  return touch(message, rev);
}

Message MessageStore::pin(const Message& message, std::optional<UserId> actor, Rev rev, Time now) {
  connection_.defer("UPDATE messages SET pinned_at = $3, pinned_by = $4 WHERE conversation_id = $1 AND seq = $2",
                    message.conversation, message.seq, actor ? std::optional(now) : std::nullopt, actor);
  return touch(message, rev);
}

// Gives the message a new rev, after a change in a table beside messages.
Message MessageStore::touch(const Message& message, Rev rev) {
  return *completed(
      connection_
          .query("UPDATE messages SET rev = $3 WHERE conversation_id = $1 AND seq = $2 RETURNING " MESSAGE_COLUMNS(
                     "messages"),
                 message.conversation, message.seq, rev)
          .first(read_message),
      kNoQuote);
}

std::optional<Message> MessageStore::completed(std::optional<Message> message, Seq from) {
  if (message) complete(connection_, incomplete(std::span(&*message, 1), from));
  return message;
}

std::vector<Message> MessageStore::completed(std::vector<Message> messages, Seq from) {
  complete(connection_, incomplete(messages, from));
  return messages;
}

}  // namespace parley
