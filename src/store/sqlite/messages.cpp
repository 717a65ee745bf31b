#include <algorithm>
#include <tuple>

#include "store/message_rules.hpp"
#include "store/rows.hpp"
#include "store/sqlite/details.hpp"
#include "store/sqlite/stores.hpp"

namespace parley::sqlite {

// What a batch knows of one conversation while it writes to it.
struct Messages::Head {
  ConversationId id;
  Seq last_seq;
  Rev rev;
  bool shares_history = false;
};

std::vector<Result<SentMessage>> Messages::append(std::span<const NewMessage> batch, Time now) {
  // One conversation after the other, each one's messages in their order: a conversation's row is read and written
  // once.
  std::vector<std::size_t> order;
  for (std::size_t index = 0; index < batch.size(); ++index) order.push_back(index);
  std::ranges::sort(order, {}, [&](std::size_t index) { return std::pair(batch[index].conversation, index); });

  std::vector<Result<SentMessage>> results(batch.size());
  for (std::size_t next = 0; next < order.size();) {
    const ConversationId id = batch[order[next]].conversation;
    auto head = connection_.query("SELECT id, last_seq, rev, shares_history FROM conversations WHERE id = ?1", id)
                    .first([](Row& row) {
                      return Head{row.take<ConversationId>(), row.take<Seq>(), row.take<Rev>(), row.take<bool>()};
                    });
    const Seq before = head ? head->last_seq : Seq();
    for (; next < order.size() && batch[order[next]].conversation == id; ++next) {
      results[order[next]] = head ? append_one(batch[order[next]], *head, now)
                                  : fail(ErrorCode::not_found, "There is no such conversation.");
    }
    if (!head || head->last_seq == before) continue;
    connection_
        .query("UPDATE conversations SET last_seq = ?2, rev = ?3, last_message_at = ?4 WHERE id = ?1", id,
               head->last_seq, head->rev, now)
        .run();
  }
  return results;
}

Result<SentMessage> Messages::append_one(const NewMessage& message, Head& head, Time now) {
  const auto sender =
      connection_
          .query(R"(
                            SELECT joined_seq, left_at IS NOT NULL, silenced FROM members
                            WHERE conversation_id = ?1 AND user_id = ?2)",
                 head.id, message.sender)
          .first([](Row& row) { return std::tuple{row.take<Seq>(), row.take<bool>(), row.take<bool>()}; });
  if (!sender) return fail(ErrorCode::not_found, "There is no such conversation.");
  const auto [joined_seq, has_left, silenced] = *sender;
  if (has_left) return fail(ErrorCode::forbidden, "You are no longer a member of this conversation.");
  if (silenced) return fail(ErrorCode::blocked, "One of you has blocked the other.");

  if (message.reply_to) {
    const Seq first_visible = head.shares_history ? Seq(1) : joined_seq.next();
    if (*message.reply_to < first_visible || *message.reply_to > head.last_seq) {
      // What was accepted once stays accepted when it is repeated.
      if (auto first = find_by_client_id(message)) return repeat_of(*std::move(first), message);
      return fail_field("reply_to", FieldFault::invalid, "There is no such message to reply to.");
    }
  }
  Message written{.conversation = head.id,
                  .seq = head.last_seq.next(),
                  .rev = head.rev.next(),
                  .created_rev = head.rev.next(),
                  .sender = message.sender,
                  .client_id = message.client_id,
                  .kind = MessageKind::text,
                  .body = message.body,
                  .reply_to = message.reply_to,
                  .created_at = now,
                  .edited_at = std::nullopt,
                  .deleted_at = std::nullopt};
  if (!insert(written)) return repeat_of(find_by_client_id(message).value(), message);
  head.last_seq = written.seq;
  head.rev = written.rev;
  write_mentions(connection_, written);
  const Incomplete sent{&written, Seq(1)};
  complete(connection_, std::span(&sent, 1));
  return SentMessage{std::move(written), false, head.shares_history};
}

bool Messages::insert(const Message& message) {
  return connection_
             .query(R"(
               INSERT INTO messages
                 (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, reply_to_seq, created_at)
               VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT (client_id, conversation_id, sender_id) DO NOTHING)",
                    message.conversation, message.seq, message.rev, message.sender, message.client_id, message.kind,
                    message.body, message.reply_to, message.created_at)
             .run() > 0;
}

std::optional<Message> Messages::find_by_client_id(const NewMessage& message) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                         WHERE m.client_id = ?3 AND m.conversation_id = ?1 AND m.sender_id = ?2)",
                              message.conversation, message.sender, message.client_id)
                       .first(read_message),
                   Seq(1));
}

std::optional<Message> Messages::find(ConversationId conversation, Seq seq, Seq from) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                         WHERE m.conversation_id = ?1 AND m.seq = ?2 AND m.seq >= ?3)",
                              conversation, seq, from)
                       .first(read_message),
                   from);
}

std::vector<Message> Messages::before(ConversationId conversation, Seq before, Seq from, std::size_t limit) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                         WHERE m.conversation_id = ?1 AND m.seq >= ?3 AND m.seq < ?2
                         ORDER BY m.seq DESC LIMIT ?4)",
                              conversation, before, from, limit)
                       .all(read_message),
                   from);
}

std::vector<Message> Messages::after(ConversationId conversation, Seq after, Seq from, std::size_t limit) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                         WHERE m.conversation_id = ?1 AND m.seq >= ?2
                         ORDER BY m.seq LIMIT ?3)",
                              conversation, std::max(after.next(), from), limit)
                       .all(read_message),
                   from);
}

std::vector<Message> Messages::changed_since(const Conversation& conversation, Rev since, Seq from, std::size_t limit) {
  // Untouched new messages, in whose order of seq the revs ascend; then the changed ones, old or new, by their index.
  // No message is both, so that merging the two needs no sort and no comparison of rows.
  const Seq first_new = std::max(first_possibly_new(conversation, since), from);
  const auto added = connection_
                         .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                           WHERE m.conversation_id = ?1 AND m.seq >= ?2 AND m.rev > ?3 AND m.rev = m.created_rev
                           ORDER BY m.seq LIMIT ?4)",
                                conversation.id, first_new, since, limit)
                         .all(read_message);
  const auto changed = connection_
                           .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m
                             WHERE m.conversation_id = ?1 AND m.rev > ?3 AND m.rev > m.created_rev AND m.seq >= ?2
                             ORDER BY m.rev LIMIT ?4)",
                                  conversation.id, from, since, limit)
                           .all(read_message);
  return completed(merge_by_rev(added, changed, limit), from);
}

std::vector<Message> Messages::pinned(ConversationId conversation, Seq from, std::size_t limit) {
  return completed(connection_
                       .query("SELECT " MESSAGE_COLUMNS("m") R"(FROM messages m INDEXED BY messages_pinned
                         WHERE m.conversation_id = ?1 AND m.pinned_at IS NOT NULL AND m.seq >= ?2
                         ORDER BY m.pinned_at DESC, m.seq DESC LIMIT ?3)",
                              conversation, from, limit)
                       .all(read_message),
                   from);
}

std::vector<MessageVersion> Messages::versions(const Message& message) {
  auto versions = connection_
                      .query(R"(
                        SELECT body, written_at FROM message_versions
                        WHERE conversation_id = ?1 AND seq = ?2 ORDER BY rev)",
                             message.conversation, message.seq)
                      .all(read_version);
  if (!message.deleted_at) versions.push_back(present_version(message));
  return versions;
}

Message Messages::edit(const Message& message, std::string_view body, Rev rev, Time now) {
  const MessageVersion before = present_version(message);
  connection_
      .query(R"(
        INSERT INTO message_versions (conversation_id, seq, rev, body, written_at) VALUES (?1, ?2, ?3, ?4, ?5))",
             message.conversation, message.seq, message.rev, before.body, before.written_at)
      .run();
  Message edited = connection_
                       .query(R"(
                         UPDATE messages SET body = ?3, rev = ?4, edited_at = ?5
                         WHERE conversation_id = ?1 AND seq = ?2
                         RETURNING )" MESSAGE_COLUMNS("messages"),
                              message.conversation, message.seq, body, rev, now)
                       .one(read_message);
  connection_.query("DELETE FROM mentions WHERE conversation_id = ?1 AND seq = ?2", message.conversation, message.seq)
      .run();
  write_mentions(connection_, edited);
  return *completed(std::move(edited), kNoQuote);
}

Message Messages::erase(const Message& message, UserId actor, Rev rev, Time now) {
  const auto forget = [&](Sql rows) { connection_.query(rows, message.conversation, message.seq).run(); };
  forget("DELETE FROM message_versions WHERE conversation_id = ?1 AND seq = ?2");
  forget("DELETE FROM reactions WHERE conversation_id = ?1 AND seq = ?2");
  forget("DELETE FROM mentions WHERE conversation_id = ?1 AND seq = ?2");
  return connection_
      .query(R"(
        UPDATE messages
        SET body = '', rev = ?3, deleted_at = ?4, deleted_by = nullif(?5, sender_id), pinned_at = NULL, pinned_by = NULL
        WHERE conversation_id = ?1 AND seq = ?2
        RETURNING )" MESSAGE_COLUMNS("messages"),
             message.conversation, message.seq, rev, now, actor)
      .one(read_message);
}

Message Messages::add_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev) {
  connection_
      .query(R"(
        INSERT INTO reactions (conversation_id, seq, place, user_id, emoji) VALUES (?1, ?2, ?3, ?4, ?5))",
             message.conversation, message.seq, rev, user, emoji)
      .run();
  return touch(message, rev);
}

Message Messages::remove_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev) {
  connection_
      .query(R"(
        DELETE FROM reactions WHERE conversation_id = ?1 AND seq = ?2 AND user_id = ?3 AND emoji = ?4)",
             message.conversation, message.seq, user, emoji)
      .run();
  return touch(message, rev);
}

Message Messages::pin(const Message& message, std::optional<UserId> actor, Rev rev, Time now) {
  connection_
      .query("UPDATE messages SET pinned_at = ?3, pinned_by = ?4 WHERE conversation_id = ?1 AND seq = ?2",
             message.conversation, message.seq, actor ? std::optional(now) : std::nullopt, actor)
      .run();
  return touch(message, rev);
}

// What has changed beside the message's row is a change of the message.
Message Messages::touch(const Message& message, Rev rev) {
  return *completed(
      connection_
          .query("UPDATE messages SET rev = ?3 WHERE conversation_id = ?1 AND seq = ?2 RETURNING " MESSAGE_COLUMNS(
                     "messages"),
                 message.conversation, message.seq, rev)
          .first(read_message),
      kNoQuote);
}

std::optional<Message> Messages::completed(std::optional<Message> message, Seq from) {
  if (message) complete(connection_, incomplete(std::span(&*message, 1), from));
  return message;
}

std::vector<Message> Messages::completed(std::vector<Message> messages, Seq from) {
  complete(connection_, incomplete(messages, from));
  return messages;
}

}  // namespace parley::sqlite
