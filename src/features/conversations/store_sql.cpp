// SummaryStore for both databases. Each function reads summaries from the database that is there, and then adds the
// details of all their last messages at once (reactions, quotes, mentions).
#include <limits>

#include "features/conversations/store_rows.hpp"

namespace parley {
namespace {

// Returns a cursor that is greater than that of every conversation.
ConversationListCursor from_the_start() {
  Uuid::Bytes greatest;
  greatest.fill(0xff);
  return {Time(milliseconds(std::numeric_limits<std::int64_t>::max())), ConversationId(Uuid(greatest))};
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

std::vector<std::vector<ConversationPosition>> SummaryStore::positions(std::span<const UserId> users) {
  return connection_.dialect() == Dialect::sqlite ? sqlite::read_positions(connection_, users)
                                                  : postgres::read_positions(connection_, users);
}

}  // namespace parley
