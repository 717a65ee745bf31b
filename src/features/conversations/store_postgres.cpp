#include <map>

#include "features/conversations/store_rows.hpp"

// The unread mentions of a member whose row is named own, in a conversation named c. They are looked for if something
// is unread.
#define UNREAD_MENTIONS                                                                                          \
  " CASE WHEN c.last_seq > own.read_seq THEN (SELECT string_agg(newest.seq::text, ',') FROM ("                   \
  "   SELECT DISTINCT seq FROM mentions WHERE user_id IN (own.user_id, '00000000-0000-0000-0000-000000000000') " \
  "   AND conversation_id = c.id AND seq > own.read_seq ORDER BY seq DESC LIMIT 100) newest) END "

// A page of conversations as one member sees them: for each, one row per shown member, so that the caller gets
// everything in one statement. `chosen` is what the member sees, narrowed down and cut to a page.
#define SUMMARIES_OF_CHOSEN                                                                                         \
  " SELECT " SUMMARY_COLUMNS(                                                                                       \
      "c",                                                                                                          \
      "c.mentions") ", " MEMBER_COLUMNS                                                                             \
                    " FROM chosen c "                                                                               \
                    " LEFT JOIN messages l ON l.conversation_id = c.id AND l.seq = c.last_seq "                     \
                    " CROSS JOIN LATERAL "                                                                          \
                    "   (SELECT * FROM members shown WHERE shown.conversation_id = c.id AND shown.left_at IS NULL " \
                    "    ORDER BY shown.user_id LIMIT 8) m "                                                        \
                    " JOIN users u ON u.id = m.user_id "

namespace parley::postgres {
namespace {

static_assert(kShownMembers == 8, "the statements say LIMIT 8");

using Members = std::map<ConversationId, std::vector<Member>>;

void ask_for_summaries(SqlConnection& connection, std::span<const View> views,
                       std::vector<std::optional<ConversationSummary>>& summaries) {
  Array<UserId> users;
  Array<ConversationId> conversations;
  for (const View& view : views) {
    users.add(view.user);
    conversations.add(view.conversation);
  }
  const auto keep = [&](Row& row) {
    auto& place = summaries.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
    place = read_summary(row);
  };
  connection.ask(keep, "SELECT wanted.place, " SUMMARY_COLUMNS("own", UNREAD_MENTIONS) R"(
        FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (user_id, conversation_id, place)
        CROSS JOIN LATERAL (
          SELECT * FROM members m
          WHERE m.conversation_id = wanted.conversation_id AND m.user_id = wanted.user_id AND m.left_at IS NULL
          LIMIT 1) own
        CROSS JOIN LATERAL (SELECT * FROM conversations WHERE id = wanted.conversation_id LIMIT 1) c
        LEFT JOIN LATERAL (
          SELECT * FROM messages m WHERE m.conversation_id = c.id AND m.seq = c.last_seq LIMIT 1) l ON true)",
                 users, conversations);
}

void ask_for_shown_members(SqlConnection& connection, std::span<const View> views, Members& members) {
  std::set<ConversationId> ids;
  for (const View& view : views) ids.insert(view.conversation);
  Array<ConversationId> conversations;
  for (const ConversationId id : ids) conversations.add(id);
  const auto keep = [&](Row& row) {
    Member member = read_member(row);
    members[member.conversation].push_back(std::move(member));
  };
  connection.ask(keep, "SELECT " MEMBER_COLUMNS R"(
        FROM unnest($1::uuid[]) AS wanted (conversation_id)
        CROSS JOIN LATERAL (
          SELECT * FROM members shown
          WHERE shown.conversation_id = wanted.conversation_id AND shown.left_at IS NULL
          ORDER BY shown.user_id LIMIT 8) m
        CROSS JOIN LATERAL (SELECT * FROM users WHERE id = m.user_id LIMIT 1) u
        ORDER BY m.conversation_id, m.user_id)",
                 conversations);
}

}  // namespace

std::vector<ConversationSummary> list_summaries(SqlConnection& connection, UserId user,
                                                const ConversationListCursor& start, std::size_t limit) {
  SummaryCollector collector;
  connection
      .query(R"(
      WITH chosen AS (
        SELECT c.*, coalesce(c.last_message_at, c.created_at) AS active_at, own.role, own.joined_seq, own.read_seq,
          own.muted_until, own.pinned, own.archived, own.notify,
          )" UNREAD_MENTIONS R"( AS mentions
        FROM members own JOIN conversations c ON c.id = own.conversation_id
        WHERE own.user_id = $1 AND own.left_at IS NULL
          AND (coalesce(c.last_message_at, c.created_at), c.id) < ($2, $3)
        ORDER BY active_at DESC, c.id DESC LIMIT $4)
      )" SUMMARIES_OF_CHOSEN "ORDER BY c.active_at DESC, c.id DESC, m.user_id",
             user, start.active_at, start.id, limit)
      .each([&](Row& row) { collector.take(row); });
  return std::move(collector).all();
}

// What all its members see of a conversation is asked for once, however many of them look at it.
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
                                                              std::span<const UserId> users) {
  std::vector<std::vector<ConversationPosition>> positions(users.size());
  connection
      .query(R"(
        SELECT wanted.place, c.id, c.rev, c.last_seq, own.read_seq, own.joined_seq
        FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (user_id, place)
        CROSS JOIN LATERAL (
          SELECT * FROM members m WHERE m.user_id = wanted.user_id AND m.left_at IS NULL OFFSET 0) own
        CROSS JOIN LATERAL (SELECT * FROM conversations WHERE id = own.conversation_id LIMIT 1) c
        ORDER BY wanted.place, own.conversation_id)",
             Array(users))
      .each([&](Row& row) {
        auto& place = positions.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
        place.push_back(read_position(row));
      });
  return positions;
}

}  // namespace parley::postgres
