#include <algorithm>
#include <limits>

#include "store/postgres/stores.hpp"
#include "store/rows.hpp"

// A page of conversations as one member sees them: for each, one row per shown member, so that the caller gets
// everything in one statement. `chosen` is what the member sees, narrowed down and cut to a page.
#define SUMMARIES_OF_CHOSEN                                                                                \
  " SELECT " SUMMARY_COLUMNS(                                                                              \
      "c") ", " MEMBER_COLUMNS                                                                             \
           " FROM chosen c "                                                                               \
           " LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq "                     \
           "   AND (c.shares_history OR l.seq > c.joined_seq) "                                            \
           " CROSS JOIN LATERAL "                                                                          \
           "   (SELECT * FROM members shown WHERE shown.conversation_id = c.id AND shown.left_at IS NULL " \
           "    ORDER BY shown.user_id LIMIT 8) m "                                                        \
           " JOIN users u ON u.id = m.user_id "

namespace parley::postgres {
namespace {

// The same for both orders of the two.
std::string direct_key(UserId one, UserId other) {
  const auto [lesser, greater] = std::minmax(one, other);
  std::string key(lesser.uuid().bytes().begin(), lesser.uuid().bytes().end());
  key.append(greater.uuid().bytes().begin(), greater.uuid().bytes().end());
  return key;
}

ConversationListCursor from_the_start() {
  Uuid::Bytes greatest;
  greatest.fill(0xff);
  return {Time(milliseconds(std::numeric_limits<std::int64_t>::max())), ConversationId(Uuid(greatest))};
}

// Rows of one conversation follow each other; each brings one member.
std::vector<ConversationSummary> collect_summaries(Query&& rows) {
  std::vector<ConversationSummary> summaries;
  std::move(rows).each([&](Row& row) {
    ConversationSummary summary = read_summary(row);
    if (summaries.empty() || summaries.back().conversation.id != summary.conversation.id) {
      summaries.push_back(std::move(summary));
    }
    summaries.back().members.push_back(read_member(row));
  });
  return summaries;
}

}  // namespace

Conversation Conversations::add(const NewConversation& conversation) {
  return connection_
      .query(R"(
        INSERT INTO conversations (id, kind, title, label, shares_history, created_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        RETURNING )" CONVERSATION_COLUMNS,
             conversation.id, conversation.kind, conversation.title, conversation.label, conversation.shares_history,
             conversation.created_by, conversation.created_at)
      .one(read_conversation);
}

std::pair<Conversation, bool> Conversations::add_direct(const NewConversation& conversation, UserId one, UserId other) {
  const std::string key = direct_key(one, other);
  // Whoever comes second waits here until the first has committed, and then finds what was made.
  auto added = connection_
                   .query(R"(
                     INSERT INTO conversations
                       (id, kind, title, label, shares_history, created_by, created_at, direct_key)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                     ON CONFLICT (direct_key) DO NOTHING
                     RETURNING )" CONVERSATION_COLUMNS,
                          conversation.id, conversation.kind, conversation.title, conversation.label,
                          conversation.shares_history, conversation.created_by, conversation.created_at, Blob{key})
                   .first(read_conversation);
  if (added) return {*std::move(added), true};
  return {connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE direct_key = $1", Blob{key})
              .one(read_conversation),
          false};
}

std::optional<Conversation> Conversations::find(ConversationId id) {
  return connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE id = $1", id)
      .first(read_conversation);
}

// Not FOR UPDATE, which would wait for everyone who only refers to the conversation by a foreign key. Its key never
// changes.
std::optional<Conversation> Conversations::lock(ConversationId id) {
  return connection_.query("SELECT " CONVERSATION_COLUMNS "FROM conversations WHERE id = $1 FOR NO KEY UPDATE", id)
      .first(read_conversation);
}

std::optional<ConversationId> Conversations::find_direct(UserId one, UserId other) {
  return connection_.query("SELECT id FROM conversations WHERE direct_key = $1", Blob{direct_key(one, other)})
      .first(read_value<ConversationId>);
}

Rev Conversations::advance(ConversationId id) {
  return connection_.query("UPDATE conversations SET rev = rev + 1 WHERE id = $1 RETURNING rev", id)
      .one(read_value<Rev>);
}

Conversation Conversations::update(ConversationId id, const ConversationPatch& patch) {
  return connection_
      .query(R"(
        UPDATE conversations
        SET title = coalesce($2, title), label = coalesce($3, label), shares_history = coalesce($4, shares_history),
            rev = rev + 1, meta_rev = rev + 1
        WHERE id = $1
        RETURNING )" CONVERSATION_COLUMNS,
             id, patch.title, patch.label, patch.shares_history)
      .one(read_conversation);
}

std::vector<ConversationSummary> Conversations::list(UserId user, const std::optional<ConversationListCursor>& after,
                                                     std::size_t limit) {
  const auto start = after.value_or(from_the_start());
  return collect_summaries(connection_.query(R"(
      WITH chosen AS (
        SELECT c.*, coalesce(c.last_message_at, c.created_at) AS active_at, own.role, own.joined_seq, own.read_seq
        FROM members own JOIN conversations c ON c.id = own.conversation_id
        WHERE own.user_id = $1 AND own.left_at IS NULL
          AND (coalesce(c.last_message_at, c.created_at), c.id) < ($2, $3)
        ORDER BY active_at DESC, c.id DESC LIMIT $4)
      )" SUMMARIES_OF_CHOSEN "ORDER BY c.active_at DESC, c.id DESC, m.user_id",
                                             user, start.active_at, start.id, limit));
}

std::vector<ConversationSummary> Conversations::summaries(UserId user, std::span<const ConversationId> ids) {
  return collect_summaries(connection_.query(R"(
      WITH chosen AS (
        SELECT c.*, own.role, own.joined_seq, own.read_seq
        FROM members own JOIN conversations c ON c.id = own.conversation_id
        WHERE own.user_id = $1 AND own.conversation_id = ANY ($2::uuid[]) AND own.left_at IS NULL)
      )" SUMMARIES_OF_CHOSEN "ORDER BY c.id, m.user_id",
                                             user, Array(ids)));
}

std::vector<ConversationPosition> Conversations::positions(UserId user) {
  return connection_
      .query(R"(
        SELECT c.id, c.rev, c.last_seq, own.read_seq, own.joined_seq
        FROM members own JOIN conversations c ON c.id = own.conversation_id
        WHERE own.user_id = $1 AND own.left_at IS NULL
        ORDER BY own.conversation_id)",
             user)
      .all(read_position);
}

std::vector<std::pair<ConversationId, Rev>> Conversations::revs(std::span<const ConversationId> ids) {
  return connection_.query("SELECT id, rev FROM conversations WHERE id = ANY ($1::uuid[])", Array(ids))
      .all([](Row& row) { return std::pair(row.take<ConversationId>(), row.take<Rev>()); });
}

}  // namespace parley::postgres
