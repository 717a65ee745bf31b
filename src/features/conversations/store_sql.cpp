// SummaryStore for both databases. Each function reads summaries from the database that is there, and then adds the
// details of all their last messages at once (reactions, quotes, mentions).
#include <limits>

#include "core/store/wanted.hpp"
#include "features/conversations/store_rows.hpp"

namespace parley {
namespace {

// Returns a cursor that is greater than that of every conversation.
ConversationListCursor from_the_start() {
  return {Time(milliseconds(std::numeric_limits<std::int64_t>::max())), greatest_id<ConversationId>()};
}

}  // namespace

std::vector<ConversationSummary> SummaryStore::list(UserId user, const std::optional<ConversationListCursor>& after,
                                                    std::size_t limit) {
  const ConversationListCursor start = after.value_or(from_the_start());
  auto summaries = connection_.dialect() == Dialect::sqlite ? sqlite::list_summaries(connection_, user, start, limit)
                                                            : postgres::list_summaries(connection_, user, start, limit);
  std::vector<Incomplete> last_messages;
  for (ConversationSummary& summary : summaries) add_last_message(last_messages, summary);
  complete(connection_, last_messages);
  return summaries;
}

std::vector<std::optional<ConversationSummary>> SummaryStore::summaries(std::span<const View> views) {
  if (views.empty()) return {};
  auto summaries = connection_.dialect() == Dialect::sqlite ? sqlite::read_summaries(connection_, views)
                                                            : postgres::read_summaries(connection_, views);
  std::vector<Incomplete> last_messages;
  for (auto& summary : summaries) {
    if (summary) add_last_message(last_messages, *summary);
  }
  complete(connection_, last_messages);
  return summaries;
}

std::vector<ConversationSummary> SummaryStore::summaries(UserId user, std::span<const ConversationId> ids) {
  std::vector<View> views;
  // A set, because the result ascends by id and names each conversation once.
  for (const ConversationId id : std::set(ids.begin(), ids.end())) views.push_back({user, id});
  std::vector<ConversationSummary> present;
  for (auto& summary : summaries(views)) {
    if (summary) present.push_back(*std::move(summary));
  }
  return present;
}

std::vector<std::vector<ConversationPosition>> SummaryStore::positions(std::span<const PositionRange> ranges) {
  return connection_.dialect() == Dialect::sqlite ? sqlite::read_positions(connection_, ranges)
                                                  : postgres::read_positions(connection_, ranges);
}

// CROSS JOIN makes SQLite search the memberships of each user, as LATERAL does with PostgreSQL.
std::vector<std::vector<ConversationId>> SummaryStore::conversations_of(std::span<const UserId> users) {
  static constexpr Sql kSqlite = SQLITE_WANTED R"(
    SELECT wanted.ordinal, m.conversation_id FROM wanted CROSS JOIN members m
    WHERE m.user_id = wanted.id AND m.left_at IS NULL
    ORDER BY wanted.ordinal, m.conversation_id)";
  static constexpr Sql kPostgres = POSTGRES_WANTED R"(
    SELECT wanted.ordinal, own.conversation_id FROM wanted
    CROSS JOIN LATERAL (
      SELECT m.conversation_id FROM members m WHERE m.user_id = wanted.id AND m.left_at IS NULL OFFSET 0) own
    ORDER BY wanted.ordinal, own.conversation_id)";
  std::vector<std::vector<ConversationId>> conversations(users.size());
  connection_.query(connection_.dialect() == Dialect::sqlite ? kSqlite : kPostgres, Array(users)).each([&](Row& row) {
    auto& of_user = conversations.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
    of_user.push_back(row.take<ConversationId>());
  });
  return conversations;
}

}  // namespace parley
