// Statements are queued with ask() and defer(). hear_answers() sends the queue in one round trip; deferred statements
// are sent with the commit at the latest.
#include <parley/core/mentions.hpp>

#include "core/store/message_details_postgres.hpp"
#include "core/store/rows.hpp"

namespace parley::postgres {
namespace {

struct MessageKeys {
  Array<ConversationId> conversations;
  Array<Seq> seqs;
};

MessageKeys keys_of(const std::vector<Message*>& messages) {
  MessageKeys keys;
  for (const Message* message : messages) {
    keys.conversations.add(message->conversation);
    keys.seqs.add(message->seq);
  }
  return keys;
}

// Each statement returns rows that begin with the index of the message. LATERAL with LIMIT makes PostgreSQL search by
// key once for each message, whatever its statistics say about the table.
void ask_for_reactions(SqlConnection& connection, MessageDetails& details) {
  const MessageKeys keys = keys_of(details.reacted);
  connection.ask([&](Row& row) { details.take_reaction(row); },
                 R"(
        SELECT wanted.ordinal, r.place, r.emoji, r.user_id
        FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS wanted (conversation_id, seq, ordinal)
        CROSS JOIN LATERAL (
          SELECT * FROM reactions
          WHERE conversation_id = wanted.conversation_id AND seq = wanted.seq LIMIT 10000) r)",
                 keys.conversations, keys.seqs);
}

void ask_for_mentions(SqlConnection& connection, MessageDetails& details) {
  const MessageKeys keys = keys_of(details.mentioning);
  connection.ask([&](Row& row) { details.take_mention(row); },
                 R"(
        SELECT wanted.ordinal, m.user_id
        FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS wanted (conversation_id, seq, ordinal)
        CROSS JOIN LATERAL (
          SELECT user_id FROM mentions
          WHERE conversation_id = wanted.conversation_id AND seq = wanted.seq LIMIT 1000) m)",
                 keys.conversations, keys.seqs);
}

void ask_for_quotes(SqlConnection& connection, MessageDetails& details) {
  MessageKeys keys;
  for (const Message* message : details.quoting) {
    keys.conversations.add(message->conversation);
    keys.seqs.add(*message->reply_to);
  }
  connection.ask([&](Row& row) { details.take_quote(row); },
                 R"(
        SELECT wanted.ordinal, q.rev, q.sender_id, left(q.body, $3::integer), q.deleted_at IS NOT NULL
        FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS wanted (conversation_id, seq, ordinal)
        CROSS JOIN LATERAL (
          SELECT * FROM messages
          WHERE conversation_id = wanted.conversation_id AND seq = wanted.seq LIMIT 1) q)",
                 keys.conversations, keys.seqs, kQuoteRead);
}

// Finds the members that the texts name, except the sender, and puts them into the messages. Texts without names cost
// no statement. The condition on lower(username) fits the unique index of usernames.
void find_mentioned(SqlConnection& connection, std::span<const MentioningMessage> messages) {
  Array<std::int64_t> ordinals;
  Array<ConversationId> conversations;
  Array<UserId> senders;
  Array<std::string> names;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Message& message = *messages[i].message;
    for (const std::string& name : find_mentions(message.content.mention_text()).candidates) {
      ordinals.add(static_cast<std::int64_t>(i));
      conversations.add(message.conversation);
      senders.add(message.sender);
      names.add(name);
    }
  }
  if (ordinals.empty()) return;
  connection
      .query(R"(
        SELECT named.ordinal, found.id, found.is_active,
          EXISTS (SELECT 1 FROM blocks WHERE user_id = found.id AND blocked_id = named.sender_id),
          EXISTS (SELECT 1 FROM blocks WHERE user_id = named.sender_id AND blocked_id = found.id)
        FROM unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[])
          AS named (ordinal, conversation_id, sender_id, name)
        CROSS JOIN LATERAL (
          SELECT u.id, )" ACTIVE_ACCOUNT("u.") R"( AS is_active
          FROM users u JOIN members m ON m.conversation_id = named.conversation_id AND m.user_id = u.id
          WHERE lower(u.username) = named.name COLLATE "C" AND u.id <> named.sender_id AND m.left_at IS NULL
          LIMIT 1) found
        ORDER BY named.ordinal, found.id)",
             ordinals, conversations, senders, names)
      .each([&](Row& row) {
        Message& message = *messages[static_cast<std::size_t>(row.take<std::int64_t>())].message;
        if (const auto user = read_mentioned(row)) message.mentions.push_back(*user);
      });
}

void insert_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages) {
  Array<ConversationId> conversations;
  Array<Seq> seqs;
  Array<UserId> users;
  for (const auto& [message, _] : messages) {
    const auto add = [&](UserId user) {
      conversations.add(message->conversation);
      seqs.add(message->seq);
      users.add(user);
    };
    for (const UserId user : message->mentions) add(user);
    if (message->mentions_all) add(kEverybody);
  }
  if (users.empty()) return;
  connection.defer(R"(
        INSERT INTO mentions (conversation_id, seq, user_id)
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[])
        ON CONFLICT DO NOTHING)",
                   conversations, seqs, users);
}

}  // namespace

void read_details(SqlConnection& connection, MessageDetails& details) {
  if (!details.reacted.empty()) ask_for_reactions(connection, details);
  if (!details.mentioning.empty()) ask_for_mentions(connection, details);
  if (!details.quoting.empty()) ask_for_quotes(connection, details);
  if (!details.is_plain()) connection.hear_answers();
}

void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages) {
  for (const auto& [message, may_mention_all] : messages) {
    message->mentions_all = may_mention_all && find_mentions(message->content.mention_text()).all;
  }
  find_mentioned(connection, messages);
  insert_mentions(connection, messages);
  for (const auto& [message, _] : messages) {
    if (message->mentions_all) leave_out_blockers(connection, *message);
  }
}

void complete_new(SqlConnection& connection, std::span<Message> messages, const std::vector<bool>& may_mention_all) {
  std::vector<MentioningMessage> mentioning;
  std::vector<Incomplete> quoting;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Message& message = messages[i];
    if (!message.content.mention_text().empty()) mentioning.push_back({&message, may_mention_all[i]});
    if (message.reply_to && !quote_new(message, messages)) quoting.push_back({&message, Seq(1)});
  }
  postgres::write_mentions(connection, mentioning);
  if (quoting.empty()) return;
  MessageDetails details(quoting);
  ask_for_quotes(connection, details);
  connection.hear_answers();
}

}  // namespace parley::postgres
