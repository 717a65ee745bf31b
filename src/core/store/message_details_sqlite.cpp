#include <set>

#include <fmt/format.h>

#include <parley/core/mentions.hpp>

#include "core/store/message_details_sqlite.hpp"
#include "core/store/rows.hpp"

// Begins a statement with a table of wanted messages, which come as two values, so that the statement is the same for
// any number of messages: $1 holds the ids of the conversations, 16 bytes each, and $2 the seqs, 20 digits each.
#define WANTED_MESSAGES                                                                                       \
  "WITH RECURSIVE wanted (ordinal, conversation_id, seq) AS ("                                                \
  "  SELECT 1, substr($1, 1, 16), CAST(substr($2, 1, 20) AS INTEGER)"                                         \
  "  UNION ALL"                                                                                               \
  "  SELECT ordinal + 1, substr($1, ordinal * 16 + 1, 16), CAST(substr($2, ordinal * 20 + 1, 20) AS INTEGER)" \
  "  FROM wanted WHERE ordinal * 20 < length($2)) "

namespace parley::sqlite {
namespace {

struct WantedMessages {
  std::string ids;
  std::string seqs;

  void add(ConversationId conversation, Seq seq) {
    const auto& bytes = conversation.uuid().bytes();
    ids.append(bytes.begin(), bytes.end());
    seqs += fmt::format("{:020}", seq.value());
  }
};

WantedMessages rows_of(const std::vector<Message*>& messages) {
  WantedMessages wanted;
  for (const Message* message : messages) wanted.add(message->conversation, message->seq);
  return wanted;
}

void read_reactions(SqlConnection& connection, MessageDetails& details) {
  const WantedMessages wanted = rows_of(details.reacted);
  connection
      .query(WANTED_MESSAGES R"(
        SELECT wanted.ordinal, r.place, r.emoji, r.user_id
        FROM wanted CROSS JOIN reactions r ON r.conversation_id = wanted.conversation_id AND r.seq = wanted.seq)",
             Blob{wanted.ids}, wanted.seqs)
      .each([&](Row& row) { details.take_reaction(row); });
}

void read_mentions(SqlConnection& connection, MessageDetails& details) {
  const WantedMessages wanted = rows_of(details.mentioning);
  connection
      .query(WANTED_MESSAGES R"(
        SELECT wanted.ordinal, m.user_id
        FROM wanted CROSS JOIN mentions m ON m.conversation_id = wanted.conversation_id AND m.seq = wanted.seq)",
             Blob{wanted.ids}, wanted.seqs)
      .each([&](Row& row) { details.take_mention(row); });
}

std::optional<UserId> find_mentioned(SqlConnection& connection, const Message& message, std::string_view name) {
  return connection
      .query("SELECT u.id, " ACTIVE_ACCOUNT("u.") R"(,
          EXISTS (SELECT 1 FROM blocks WHERE user_id = u.id AND blocked_id = $2),
          EXISTS (SELECT 1 FROM blocks WHERE user_id = $2 AND blocked_id = u.id)
        FROM users u JOIN members m ON m.user_id = u.id
        WHERE u.username = $3 COLLATE NOCASE AND u.id <> $2 AND m.conversation_id = $1 AND m.left_at IS NULL)",
             message.conversation, message.sender, name)
      .first(read_mentioned)
      .value_or(std::nullopt);
}

void insert_mention(SqlConnection& connection, const Message& message, UserId user) {
  connection.defer("INSERT INTO mentions (conversation_id, seq, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                   message.conversation, message.seq, user);
}

}  // namespace

void read_quotes(SqlConnection& connection, MessageDetails& details) {
  WantedMessages wanted;
  for (const Message* message : details.quoting) wanted.add(message->conversation, *message->reply_to);
  connection
      .query(WANTED_MESSAGES R"(
        SELECT wanted.ordinal, q.rev, q.sender_id, substr(q.body, 1, $3), q.deleted_at IS NOT NULL
        FROM wanted CROSS JOIN messages q ON q.conversation_id = wanted.conversation_id AND q.seq = wanted.seq)",
             Blob{wanted.ids}, wanted.seqs, kQuoteRead)
      .each([&](Row& row) { details.take_quote(row); });
}

void read_details(SqlConnection& connection, MessageDetails& details) {
  if (!details.reacted.empty()) read_reactions(connection, details);
  if (!details.mentioning.empty()) read_mentions(connection, details);
  if (!details.quoting.empty()) read_quotes(connection, details);
}

void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages) {
  for (const auto& [message, may_mention_all] : messages) {
    const MentionedNames mentioned = find_mentions(message->content.mention_text());
    std::set<UserId> users;
    for (const std::string& name : mentioned.candidates) {
      if (const auto user = find_mentioned(connection, *message, name)) users.insert(*user);
    }
    for (const UserId user : users) insert_mention(connection, *message, user);
    message->mentions.assign(users.begin(), users.end());
    message->mentions_all = mentioned.all && may_mention_all;
    if (!message->mentions_all) continue;
    insert_mention(connection, *message, kEverybody);
    leave_out_blockers(connection, *message);
  }
}

}  // namespace parley::sqlite
