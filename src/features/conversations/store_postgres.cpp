// The summaries in PostgreSQL. A list is one statement. Summaries that were asked for by id are two statements in one
// round trip: one for what each member sees alone, one for the members, which all of them see.
//
// The subqueries behind CROSS JOIN LATERAL end with LIMIT 1 or OFFSET 0. Neither changes the result: they keep the
// planner from a join in another order, so every table is searched by its key.
#include <map>

#include "features/conversations/store_rows.hpp"

// The unread mentions of a member whose row is named own, in a conversation named c. The nil user id stands for all
// members, of which some can be left out. The table is searched only if the conversation has unread messages. A
// subquery for one value, unlike EXISTS, is not turned into a join, so exceptions are looked up by their key.
#define UNREAD_MENTIONS                                                                                          \
  " CASE WHEN c.last_seq > own.read_seq THEN (SELECT string_agg(newest.seq::text, ',') FROM ("                   \
  "   SELECT DISTINCT seq FROM mentions WHERE user_id IN (own.user_id, '00000000-0000-0000-0000-000000000000') " \
  "   AND conversation_id = c.id AND seq > own.read_seq AND (SELECT x.seq FROM mention_exceptions x "            \
  "     WHERE x.conversation_id = c.id AND x.seq = mentions.seq AND x.user_id = own.user_id LIMIT 1) IS NULL "   \
  "   ORDER BY seq DESC LIMIT SHOWN_MENTIONS) newest) END "

// Reads one row for each shown member of each conversation on a page, so that one statement is enough. `chosen` is the
// page: conversations with the columns of the reader's membership.
#define SUMMARIES_OF_CHOSEN                                                                                         \
  " SELECT " SUMMARY_COLUMNS(                                                                                       \
      "c",                                                                                                          \
      "c.mentions") ", " MEMBER_COLUMNS                                                                             \
                    " FROM chosen c "                                                                               \
                    " LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq "                     \
                    " CROSS JOIN LATERAL "                                                                          \
                    "   (SELECT * FROM members shown WHERE shown.conversation_id = c.id AND shown.left_at IS NULL " \
                    "    ORDER BY shown.user_id LIMIT SHOWN_MEMBERS) m "                                            \
                    " JOIN users u ON u.id = m.user_id "

namespace parley::postgres {
namespace {

using Members = std::map<ConversationId, std::vector<Member>>;

// Asks for the summary of each view. `ordinal` is the position of the view in the argument, counted from 1. A view
// without a row keeps its empty summary.
void ask_for_summaries(SqlConnection& connection, std::span<const View> views,
                       std::vector<std::optional<ConversationSummary>>& summaries) {
  Array<UserId> users;
  Array<ConversationId> conversations;
  for (const View& view : views) {
    users.add(view.user);
    conversations.add(view.conversation);
  }
  const auto keep = [&](Row& row) {
    auto& summary = summaries.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
    summary = read_summary(row);
  };
  static constexpr auto kStatement = with_bounds("SELECT wanted.ordinal, " SUMMARY_COLUMNS("own", UNREAD_MENTIONS) R"(
        FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (user_id, conversation_id, ordinal)
        CROSS JOIN LATERAL (
          SELECT * FROM members m
          WHERE m.conversation_id = wanted.conversation_id AND m.user_id = wanted.user_id AND m.left_at IS NULL
          LIMIT 1) own
        CROSS JOIN LATERAL (SELECT * FROM conversations WHERE id = wanted.conversation_id LIMIT 1) c
        LEFT JOIN LATERAL (
          SELECT * FROM messages m WHERE m.conversation_id = c.id AND m.seq = c.last_seq LIMIT 1) l ON true)");
  connection.ask(keep, kStatement.data(), users, conversations);
}

// Asks for the first members of each conversation. A conversation that several views name is asked for once.
void ask_for_shown_members(SqlConnection& connection, std::span<const View> views, Members& members) {
  std::set<ConversationId> ids;
  for (const View& view : views) ids.insert(view.conversation);
  Array<ConversationId> conversations;
  for (const ConversationId id : ids) conversations.add(id);
  const auto keep = [&](Row& row) {
    Member member = read_member(row);
    members[member.conversation].push_back(std::move(member));
  };
  static constexpr auto kStatement = with_bounds("SELECT " MEMBER_COLUMNS R"(
        FROM unnest($1::uuid[]) AS wanted (conversation_id)
        CROSS JOIN LATERAL (
          SELECT * FROM members shown
          WHERE shown.conversation_id = wanted.conversation_id AND shown.left_at IS NULL
          ORDER BY shown.user_id LIMIT SHOWN_MEMBERS) m
        CROSS JOIN LATERAL (SELECT * FROM users WHERE id = m.user_id LIMIT 1) u
        ORDER BY m.conversation_id, m.user_id)");
  connection.ask(keep, kStatement.data(), conversations);
}

}  // namespace

std::vector<ConversationSummary> list_summaries(SqlConnection& connection, UserId user,
                                                const ConversationListCursor& start, std::size_t limit) {
  static constexpr auto kStatement = with_bounds(R"(
      WITH chosen AS (
        SELECT c.*, coalesce(c.last_message_at, c.created_at) AS active_at, own.role, own.joined_seq,
          own.visible_after, own.read_seq,
          own.muted_until, own.pinned, own.archived, own.notify,
          )" UNREAD_MENTIONS R"( AS mentions
        FROM members own JOIN conversations c ON c.id = own.conversation_id
        WHERE own.user_id = $1 AND own.left_at IS NULL
          AND (coalesce(c.last_message_at, c.created_at), c.id) < ($2, $3)
        ORDER BY active_at DESC, c.id DESC LIMIT $4)
      )" SUMMARIES_OF_CHOSEN "ORDER BY c.active_at DESC, c.id DESC, m.user_id");
  SummaryCollector collector;
  connection.query(kStatement.data(), user, start.active_at, start.id, limit).each([&](Row& row) {
    collector.take(row);
  });
  return std::move(collector).all();
}

std::vector<std::optional<ConversationSummary>> read_summaries(SqlConnection& connection, std::span<const View> views) {
  std::vector<std::optional<ConversationSummary>> summaries(views.size());
  Members members;
  ask_for_summaries(connection, views, summaries);
  ask_for_shown_members(connection, views, members);
  connection.hear_answers();
  for (auto& summary : summaries) {
    if (summary) summary->members = members[summary->conversation.id];
  }
  return summaries;
}

std::vector<std::vector<ConversationPosition>> read_positions(SqlConnection& connection,
                                                              std::span<const PositionRange> ranges) {
  std::vector<std::vector<ConversationPosition>> positions(ranges.size());
  Array<UserId> users;
  Array<ConversationId> after;
  Array<ConversationId> until;
  for (const PositionRange& range : ranges) {
    users.add(range.user);
    after.add(range.after.value_or(ConversationId()));
    until.add(range.until.value_or(greatest_id<ConversationId>()));
  }
  static constexpr auto kStatement =
      with_bounds("SELECT wanted.ordinal, c.id, c.rev, c.last_seq, own.read_seq, " VISIBLE_AFTER("own") R"(
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) WITH ORDINALITY AS wanted (user_id, lower, upper, ordinal)
        CROSS JOIN LATERAL (
          SELECT * FROM members m
          WHERE m.user_id = wanted.user_id AND m.conversation_id > wanted.lower AND m.conversation_id <= wanted.upper
            AND m.left_at IS NULL
          ORDER BY m.conversation_id LIMIT POSITIONS_READ) own
        CROSS JOIN LATERAL (SELECT * FROM conversations WHERE id = own.conversation_id LIMIT 1) c
        ORDER BY wanted.ordinal, own.conversation_id)");
  connection.query(kStatement.data(), users, after, until).each([&](Row& row) {
    auto& of_user = positions.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
    of_user.push_back(read_position(row));
  });
  return positions;
}

}  // namespace parley::postgres
