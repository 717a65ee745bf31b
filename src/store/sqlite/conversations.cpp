#include <algorithm>
#include <limits>
#include <set>

#include "store/rows.hpp"
#include "store/sqlite/stores.hpp"

// A page of conversations as one member sees them: for each, one row per shown member, so that the caller gets
// everything in one statement. `chosen` is what the member sees, narrowed down and cut to a page.
#define SUMMARIES_OF_CHOSEN                                                                           \
  " SELECT " SUMMARY_COLUMNS                                                                          \
  " FROM chosen c "                                                                                   \
  " LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq "                         \
  "   AND (c.shares_history OR l.seq > c.joined_seq) "                                                \
  " JOIN members m ON m.conversation_id = c.id AND m.user_id IN "                                     \
  "   (SELECT shown.user_id FROM members shown "                                                      \
  "    WHERE shown.conversation_id = c.id AND shown.left_at IS NULL ORDER BY shown.user_id LIMIT 8) " \
  " JOIN users u ON u.id = m.user_id "

namespace parley::sqlite {
namespace {

std::string bytes_of(const Uuid& id) { return {id.bytes().begin(), id.bytes().end()}; }

// The same for both orders of the two.
std::string direct_key(UserId one, UserId other) {
  const auto [lesser, greater] = std::minmax(one, other);
  return bytes_of(lesser.uuid()) + bytes_of(greater.uuid());
}

ConversationListCursor from_the_start() {
  Uuid::Bytes greatest;
  greatest.fill(0xff);
  return {Time(milliseconds(std::numeric_limits<std::int64_t>::max())), ConversationId(Uuid(greatest))};
}

}  // namespace

Conversation Conversations::add(const NewConversation& conversation) { return insert(conversation, std::nullopt); }

std::pair<Conversation, bool> Conversations::add_direct(const NewConversation& conversation, UserId one, UserId other) {
  if (const auto existing = find_direct(one, other)) return {*find(*existing), false};
  return {insert(conversation, Blob{direct_key(one, other)}), true};
}

Conversation Conversations::insert(const NewConversation& conversation, std::optional<Blob> direct_key) {
  return connection_
      .query(R"(
        INSERT INTO conversations (id, kind, title, label, shares_history, created_by, created_at, direct_key)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        RETURNING )" CONVERSATION_COLUMNS,
             conversation.id, conversation.kind, conversation.title, conversation.label, conversation.shares_history,
             conversation.created_by, conversation.created_at, direct_key)
      .one(read_conversation);
}

std::optional<Conversation> Conversations::find(ConversationId id) {
  return connection_.query("SELECT " CONVERSATION_COLUMNS " FROM conversations WHERE id = ?1", id)
      .first(read_conversation);
}

// SQLite has one writer: whoever runs a writing transaction holds everything.
std::optional<Conversation> Conversations::lock(ConversationId id) { return find(id); }

std::optional<ConversationId> Conversations::find_direct(UserId one, UserId other) {
  return connection_.query("SELECT id FROM conversations WHERE direct_key = ?1", Blob{direct_key(one, other)})
      .first(read_value<ConversationId>);
}

Rev Conversations::advance(ConversationId id) {
  return connection_.query("UPDATE conversations SET rev = rev + 1 WHERE id = ?1 RETURNING rev", id)
      .one(read_value<Rev>);
}

Conversation Conversations::update(ConversationId id, const ConversationPatch& patch) {
  return connection_
      .query(R"(
        UPDATE conversations
        SET title = coalesce(?2, title), label = coalesce(?3, label), shares_history = coalesce(?4, shares_history),
            rev = rev + 1, meta_rev = rev + 1
        WHERE id = ?1
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
        WHERE own.user_id = ?1 AND own.left_at IS NULL
          AND (coalesce(c.last_message_at, c.created_at), c.id) < (?2, ?3)
        ORDER BY active_at DESC, c.id DESC LIMIT ?4)
      )" SUMMARIES_OF_CHOSEN "ORDER BY c.active_at DESC, c.id DESC, m.user_id",
                                             user, start.active_at, start.id, limit));
}

std::vector<ConversationSummary> Conversations::summaries(UserId user, std::span<const ConversationId> ids) {
  std::string wanted;
  for (const ConversationId id : std::set(ids.begin(), ids.end())) wanted += bytes_of(id.uuid());
  // The ids come as one value, 16 bytes each: a statement has a fixed number of parameters. CROSS JOIN says to SQLite
  // to start from them: otherwise it might go through everything that the user is a member of to find a few.
  return collect_summaries(connection_.query(R"(
      WITH RECURSIVE wanted (start, id) AS (
        SELECT 1, substr(?2, 1, 16)
        UNION ALL
        SELECT start + 16, substr(?2, start + 16, 16) FROM wanted WHERE start + 16 < length(?2)),
      chosen AS (
        SELECT c.*, own.role, own.joined_seq, own.read_seq
        FROM wanted w
        CROSS JOIN members own ON own.conversation_id = w.id AND own.user_id = ?1 AND own.left_at IS NULL
        CROSS JOIN conversations c ON c.id = own.conversation_id)
      )" SUMMARIES_OF_CHOSEN "ORDER BY c.id, m.user_id",
                                             user, Blob{wanted}));
}

std::vector<ConversationPosition> Conversations::positions(UserId user) {
  return connection_
      .query(R"(
        SELECT c.id, c.rev, c.last_seq, own.read_seq, own.joined_seq
        FROM members own JOIN conversations c ON c.id = own.conversation_id
        WHERE own.user_id = ?1 AND own.left_at IS NULL
        ORDER BY own.conversation_id)",
             user)
      .all(read_position);
}

std::vector<std::pair<ConversationId, Rev>> Conversations::revs(std::span<const ConversationId> ids) {
  std::vector<std::pair<ConversationId, Rev>> found;
  for (const ConversationId id : ids) {
    const auto rev = connection_.query("SELECT rev FROM conversations WHERE id = ?1", id).first(read_value<Rev>);
    if (rev) found.emplace_back(id, *rev);
  }
  return found;
}

}  // namespace parley::sqlite
