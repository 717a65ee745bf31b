#include <parley/core/mentions.hpp>

#include "store/postgres/details.hpp"

namespace parley::postgres {
namespace {

// LATERAL with LIMIT holds PostgreSQL to searches by key, whatever it knows about the tables.
Statement reactions_of(const std::vector<Message*>& messages) {
  Array<ConversationId> conversations;
  Array<Seq> seqs;
  for (const Message* message : messages) {
    conversations.add(message->conversation);
    seqs.add(message->seq);
  }
  return {R"(
        SELECT wanted.place, r.place, r.emoji, r.user_id
        FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS wanted (conversation_id, seq, place)
        CROSS JOIN LATERAL (
          SELECT * FROM reactions
          WHERE conversation_id = wanted.conversation_id AND seq = wanted.seq LIMIT 10000) r)",
          Parameters(conversations, seqs)};
}

Statement mentions_of(const std::vector<Message*>& messages) {
  Array<ConversationId> conversations;
  Array<Seq> seqs;
  for (const Message* message : messages) {
    conversations.add(message->conversation);
    seqs.add(message->seq);
  }
  return {R"(
        SELECT wanted.place, m.user_id
        FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS wanted (conversation_id, seq, place)
        CROSS JOIN LATERAL (
          SELECT user_id FROM mentions
          WHERE conversation_id = wanted.conversation_id AND seq = wanted.seq LIMIT 1000) m)",
          Parameters(conversations, seqs)};
}

// The body a little longer than it is shown, so that it can be cut between two graphemes.
Statement quotes_of(const std::vector<Message*>& messages) {
  Array<ConversationId> conversations;
  Array<Seq> seqs;
  for (const Message* message : messages) {
    conversations.add(message->conversation);
    seqs.add(*message->reply_to);
  }
  return {R"(
        SELECT wanted.place, q.rev, q.sender_id, left(q.body, 240), q.deleted_at IS NOT NULL
        FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS wanted (conversation_id, seq, place)
        CROSS JOIN LATERAL (
          SELECT * FROM messages
          WHERE conversation_id = wanted.conversation_id AND seq = wanted.seq LIMIT 1) q)",
          Parameters(conversations, seqs)};
}

// Who among the members has one of the names. Nothing if the texts name nobody.
std::optional<Statement> find_mentioned(std::span<const MentioningMessage> messages) {
  Array<std::int64_t> places;
  Array<ConversationId> conversations;
  Array<UserId> senders;
  Array<std::string> names;
  bool is_needed = false;
  for (std::size_t place = 0; place < messages.size(); ++place) {
    const Message& message = *messages[place].message;
    for (const std::string& name : find_mentions(message.content.mention_text()).candidates) {
      places.add(static_cast<std::int64_t>(place));
      conversations.add(message.conversation);
      senders.add(message.sender);
      names.add(name);
      is_needed = true;
    }
  }
  if (!is_needed) return std::nullopt;
  return Statement{R"(
        SELECT named.place, found.id
        FROM unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::text[])
          AS named (place, conversation_id, sender_id, name)
        CROSS JOIN LATERAL (
          SELECT u.id
          FROM users u JOIN members m ON m.conversation_id = named.conversation_id AND m.user_id = u.id
          WHERE lower(u.username) = named.name COLLATE "C" AND u.id <> named.sender_id AND m.left_at IS NULL
          LIMIT 1) found
        ORDER BY named.place, found.id)",
                   Parameters(places, conversations, senders, names)};
}

Statement insert_mentions(const std::vector<Message*>& messages) {
  Array<ConversationId> conversations;
  Array<Seq> seqs;
  Array<UserId> users;
  for (const Message* message : messages) {
    const auto add = [&](UserId user) {
      conversations.add(message->conversation);
      seqs.add(message->seq);
      users.add(user);
    };
    for (const UserId user : message->mentions) add(user);
    if (message->mentions_all) add(kEverybody);
  }
  return {R"(
        INSERT INTO mentions (conversation_id, seq, user_id)
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[])
        ON CONFLICT DO NOTHING)",
          Parameters(conversations, seqs, users)};
}

}  // namespace

void complete(Connection& connection, std::span<const Incomplete> messages) {
  MessageDetails details(messages);
  std::vector<Statement> statements;
  std::vector<void (MessageDetails::*)(Row&)> takers;
  const auto ask = [&](const std::vector<Message*>& of, Statement (*make)(const std::vector<Message*>&),
                       void (MessageDetails::*take)(Row&)) {
    if (of.empty()) return;
    statements.push_back(make(of));
    takers.push_back(take);
  };
  ask(details.reacted, reactions_of, &MessageDetails::take_reaction);
  ask(details.mentioning, mentions_of, &MessageDetails::take_mention);
  ask(details.quoting, quotes_of, &MessageDetails::take_quote);
  if (statements.empty()) return;
  auto answers = connection.query_together(std::move(statements));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    std::move(answers[i]).each([&](Row& row) { (details.*takers[i])(row); });
  }
  details.finish();
}

void write_mentions(Connection& connection, std::span<const MentioningMessage> messages) {
  for (const auto& [message, may_mention_all] : messages) {
    message->mentions_all = may_mention_all && find_mentions(message->content.mention_text()).all;
  }
  if (auto names = find_mentioned(messages)) {
    std::vector<Statement> statement = {*std::move(names)};
    std::move(connection.query_together(std::move(statement)).front()).each([&](Row& row) {
      Message& message = *messages[static_cast<std::size_t>(row.take<std::int64_t>())].message;
      message.mentions.push_back(row.take<UserId>());
    });
  }
  std::vector<Message*> mentioning;
  for (const auto& [message, _] : messages) {
    if (!message->mentions.empty() || message->mentions_all) mentioning.push_back(message);
  }
  if (!mentioning.empty()) connection.defer(insert_mentions(mentioning));
}

void complete_new(Connection& connection, std::span<Message> messages, const std::vector<bool>& may_mention_all) {
  std::vector<MentioningMessage> mentioning;
  std::vector<Incomplete> quoting;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Message& message = messages[i];
    if (!message.content.mention_text().empty()) mentioning.push_back({&message, may_mention_all[i]});
    if (message.reply_to && !quote_new(message, messages)) quoting.push_back({&message, Seq(1)});
  }
  write_mentions(connection, mentioning);
  if (quoting.empty()) return;
  MessageDetails details(quoting);
  std::vector<Statement> statement = {quotes_of(details.quoting)};
  std::move(connection.query_together(std::move(statement)).front()).each([&](Row& row) { details.take_quote(row); });
}

}  // namespace parley::postgres
