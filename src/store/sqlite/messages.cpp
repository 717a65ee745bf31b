#include <algorithm>

#include "store/message_rules.hpp"
#include "store/rows.hpp"
#include "store/sqlite/details.hpp"
#include "store/sqlite/stores.hpp"

namespace parley::sqlite {

// One conversation, as the messages written so far leave it.
struct Messages::Head {
  SendFacts::Target target;
  Rev rev;
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
    auto head = find_head(id);
    const Rev before = head ? head->rev : Rev();
    for (; next < order.size() && batch[order[next]].conversation == id; ++next) {
      results[order[next]] = append_one(batch[order[next]], head, now);
    }
    if (!head || head->rev == before) continue;
    connection_
        .query("UPDATE conversations SET last_seq = ?2, rev = ?3, last_message_at = ?4 WHERE id = ?1", id,
               head->target.last_seq, head->rev, now)
        .run();
  }
  return results;
}

std::optional<Messages::Head> Messages::find_head(ConversationId id) {
  return connection_.query("SELECT kind, shares_history, last_seq, rev FROM conversations WHERE id = ?1", id)
      .first([](Row& row) {
        return Head{{row.take<ConversationKind>(), row.take<bool>(), row.take<Seq>()}, row.take<Rev>()};
      });
}

std::optional<SendFacts::Sender> Messages::find_sender(const NewMessage& message) {
  return connection_
      .query(R"(
        SELECT role, joined_seq, left_at IS NOT NULL, silenced FROM members
        WHERE conversation_id = ?1 AND user_id = ?2)",
             message.conversation, message.sender)
      .first([](Row& row) {
        return SendFacts::Sender{row.take<MemberRole>(), row.take<Seq>(), row.take<bool>(), row.take<bool>()};
      });
}

Result<SentMessage> Messages::append_one(const NewMessage& message, std::optional<Head>& head, Time now) {
  SendFacts facts;
  if (head) facts = {.conversation = head->target, .sender = find_sender(message)};
  if (needs_first(facts, message)) return judge_again(facts, message);
  const Result<Accepted> accepted = judge_send(facts, message);
  if (!accepted) return std::unexpected(accepted.error());

  Message written = new_message(message, head->target.last_seq.next(), head->rev.next(), now);
  if (!insert(written)) return judge_again(facts, message);
  head->target.last_seq = written.seq;
  head->rev = written.rev;
  write_mentions(connection_, written, accepted->may_mention_all);
  const Incomplete sent{&written, Seq(1)};
  complete(connection_, std::span(&sent, 1));
  return SentMessage{std::move(written), false, head->target.shares_history};
}

// With the message that has this client_id already, if there is one.
Result<SentMessage> Messages::judge_again(SendFacts facts, const NewMessage& message) {
  std::optional<Message> first = find_by_client_id(message);
  if (first) facts.first = &*first;
  const Result<Accepted> accepted = judge_send(facts, message);
  if (!accepted) return std::unexpected(accepted.error());
  return SentMessage{std::move(first).value(), true};
}

bool Messages::insert(const Message& message) {
  return connection_
             .query(R"(
               INSERT INTO messages
                 (conversation_id, seq, rev, created_rev, sender_id, client_id, kind, body, reply_to_seq, created_at)
               VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
               ON CONFLICT (client_id, conversation_id, sender_id) DO NOTHING)",
                    message.conversation, message.seq, message.rev, message.sender, message.client_id,
                    message.content.kind, message.content.body, message.reply_to, message.created_at)
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

Message Messages::edit(const Message& message, const NewBody& body, Rev rev, Time now) {
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
                              message.conversation, message.seq, body.text, rev, now)
                       .one(read_message);
  connection_.query("DELETE FROM mentions WHERE conversation_id = ?1 AND seq = ?2", message.conversation, message.seq)
      .run();
  write_mentions(connection_, edited, body.may_mention_all);
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
