#include <algorithm>
#include <limits>

#include "store/rows.hpp"
#include "store/sqlite/details.hpp"
#include "store/sqlite/stores.hpp"

// Of a member whose row is named own in a conversation named c; looked for where something is unread. Apart for the
// member and for everybody, so that each is a range of the index and nothing is sorted.
#define NEWEST_MENTIONS(user)                                                                                    \
  "coalesce((SELECT group_concat(seq) FROM (SELECT seq FROM mentions INDEXED BY mentions_of_user WHERE user_id " \
  "= " user " AND conversation_id = c.id AND seq > own.read_seq ORDER BY seq DESC LIMIT 100) newest), '')"
#define UNREAD_MENTIONS                                                                                      \
  " CASE WHEN c.last_seq > own.read_seq THEN " NEWEST_MENTIONS("own.user_id") " || ',' || " NEWEST_MENTIONS( \
      "zeroblob(16)") " END "

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
  std::vector<ConversationSummary> summaries;
  // The page first; each of its conversations then brings a row for each member that is shown.
  connection_
      .query(R"(
        WITH own AS MATERIALIZED (
          SELECT m.*, coalesce(c.last_message_at, c.created_at) AS active_at
          FROM members m JOIN conversations c ON c.id = m.conversation_id
          WHERE m.user_id = ?1 AND m.left_at IS NULL
            AND (coalesce(c.last_message_at, c.created_at), c.id) < (?2, ?3)
          ORDER BY active_at DESC, c.id DESC LIMIT ?4)
        SELECT )" SUMMARY_COLUMNS("own", UNREAD_MENTIONS) ", " MEMBER_COLUMNS R"(
        FROM own
        CROSS JOIN conversations c ON c.id = own.conversation_id
        LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq
        CROSS JOIN members m ON m.conversation_id = c.id AND m.user_id IN (
          SELECT user_id FROM members WHERE conversation_id = c.id AND left_at IS NULL ORDER BY user_id LIMIT ?5)
        CROSS JOIN users u ON u.id = m.user_id
        ORDER BY own.active_at DESC, c.id DESC, m.user_id)",
             user, start.active_at, start.id, limit, kShownMembers)
      .each([&](Row& row) {
        ConversationSummary summary = read_summary(row);
        if (summaries.empty() || summaries.back().conversation.id != summary.conversation.id) {
          summaries.push_back(std::move(summary));
        }
        summaries.back().members.push_back(read_member(row));
      });
  std::vector<Incomplete> last_messages;
  for (ConversationSummary& summary : summaries) add_last_message(last_messages, summary);
  complete(connection_, last_messages);
  return summaries;
}

// One by one, by key: in the same process a statement costs next to nothing, while one statement for all of them would
// keep what it chose in a temporary table, which costs more than reading it.
std::vector<std::optional<ConversationSummary>> Conversations::summaries(std::span<const View> views) {
  std::vector<std::optional<ConversationSummary>> summaries;
  for (const View& view : views) summaries.push_back(summary(view));
  std::vector<Incomplete> last_messages;
  for (auto& found : summaries) {
    if (found) add_last_message(last_messages, *found);
  }
  complete(connection_, last_messages);
  return summaries;
}

std::optional<ConversationSummary> Conversations::summary(const View& view) {
  auto summary = connection_
                     .query("SELECT " SUMMARY_COLUMNS("own", UNREAD_MENTIONS) R"(
                       FROM members own
                       JOIN conversations c ON c.id = own.conversation_id
                       LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq
                       WHERE own.conversation_id = ?2 AND own.user_id = ?1 AND own.left_at IS NULL)",
                            view.user, view.conversation)
                     .first(read_summary);
  if (summary) summary->members = Members(connection_).list(view.conversation, std::nullopt, kShownMembers);
  return summary;
}

std::vector<std::vector<ConversationPosition>> Conversations::positions(std::span<const UserId> users) {
  std::vector<std::vector<ConversationPosition>> positions;
  for (const UserId user : users) positions.push_back(positions_of(user));
  return positions;
}

std::vector<ConversationPosition> Conversations::positions_of(UserId user) {
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
