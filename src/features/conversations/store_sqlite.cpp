// The summaries in SQLite, which runs in this process: a statement for each conversation costs next to nothing. One
// statement for all of them would keep what it chose in a temporary table, which costs more than reading it.
#include <parley/core/store/members.hpp>

#include "features/conversations/store_rows.hpp"

// The unread mentions of a member whose row is named own, in a conversation named c. The table is searched only if the
// conversation has unread messages. Mentions of the member and mentions of all members (the nil user id) are two
// subqueries, so that each is a range of the index and nothing is sorted. A member can be left out of the latter.
#define NEWEST_MENTIONS(user, condition)                                                                         \
  "coalesce((SELECT group_concat(seq) FROM (SELECT seq FROM mentions INDEXED BY mentions_of_user WHERE user_id " \
  "= " user " AND conversation_id = c.id AND seq > own.read_seq " condition                                      \
  " ORDER BY seq DESC LIMIT SHOWN_MENTIONS) newest), '')"
#define IS_NOT_LEFT_OUT                                                                                         \
  " AND NOT EXISTS (SELECT 1 FROM mention_exceptions x WHERE x.conversation_id = c.id AND x.seq = mentions.seq" \
  " AND x.user_id = own.user_id)"
#define UNREAD_MENTIONS                                                                                          \
  " CASE WHEN c.last_seq > own.read_seq THEN " NEWEST_MENTIONS("own.user_id", "") " || ',' || " NEWEST_MENTIONS( \
      "zeroblob(16)", IS_NOT_LEFT_OUT) " END "

namespace parley::sqlite {
namespace {

std::optional<ConversationSummary> read_one(SqlConnection& connection, const View& view) {
  static constexpr auto kStatement = with_bounds("SELECT " SUMMARY_COLUMNS("own", UNREAD_MENTIONS) R"(
                       FROM members own
                       JOIN conversations c ON c.id = own.conversation_id
                       LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq
                       WHERE own.conversation_id = $2 AND own.user_id = $1 AND own.left_at IS NULL)");
  auto summary = connection.query(kStatement.data(), view.user, view.conversation).first(read_summary);
  if (summary) summary->members = MemberStore(connection).list(view.conversation, std::nullopt, kShownMembers);
  return summary;
}

std::vector<ConversationPosition> positions_of(SqlConnection& connection, const PositionRange& range) {
  static constexpr auto kStatement =
      with_bounds("SELECT c.id, c.rev, c.last_seq, own.read_seq, " VISIBLE_AFTER("own") R"(
        FROM members own JOIN conversations c ON c.id = own.conversation_id
        WHERE own.user_id = $1 AND own.conversation_id > $2 AND own.conversation_id <= $3 AND own.left_at IS NULL
        ORDER BY own.conversation_id LIMIT POSITIONS_READ)");
  return connection
      .query(kStatement.data(), range.user, range.after.value_or(ConversationId()),
             range.until.value_or(greatest_id<ConversationId>()))
      .all(read_position);
}

}  // namespace

std::vector<ConversationSummary> list_summaries(SqlConnection& connection, UserId user,
                                                const ConversationListCursor& start, std::size_t limit) {
  // The page is chosen first; then each of its conversations gives a row for each member that is shown.
  static constexpr auto kStatement = with_bounds(R"(
        WITH own AS MATERIALIZED (
          SELECT m.*, coalesce(c.last_message_at, c.created_at) AS active_at
          FROM members m JOIN conversations c ON c.id = m.conversation_id
          WHERE m.user_id = $1 AND m.left_at IS NULL
            AND (coalesce(c.last_message_at, c.created_at), c.id) < ($2, $3)
          ORDER BY active_at DESC, c.id DESC LIMIT $4)
        SELECT )" SUMMARY_COLUMNS("own", UNREAD_MENTIONS) ", " MEMBER_COLUMNS R"(
        FROM own
        CROSS JOIN conversations c ON c.id = own.conversation_id
        LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq
        CROSS JOIN members m ON m.conversation_id = c.id AND m.user_id IN (
          SELECT user_id FROM members WHERE conversation_id = c.id AND left_at IS NULL
          ORDER BY user_id LIMIT SHOWN_MEMBERS)
        CROSS JOIN users u ON u.id = m.user_id
        ORDER BY own.active_at DESC, c.id DESC, m.user_id)");
  SummaryCollector collector;
  connection.query(kStatement.data(), user, start.active_at, start.id, limit).each([&](Row& row) {
    collector.take(row);
  });
  return std::move(collector).all();
}

std::vector<std::optional<ConversationSummary>> read_summaries(SqlConnection& connection, std::span<const View> views) {
  std::vector<std::optional<ConversationSummary>> summaries;
  for (const View& view : views) summaries.push_back(read_one(connection, view));
  return summaries;
}

std::vector<std::vector<ConversationPosition>> read_positions(SqlConnection& connection,
                                                              std::span<const PositionRange> ranges) {
  std::vector<std::vector<ConversationPosition>> positions;
  for (const PositionRange& range : ranges) positions.push_back(positions_of(connection, range));
  return positions;
}

}  // namespace parley::sqlite
