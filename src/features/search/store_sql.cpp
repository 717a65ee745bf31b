// SearchStore for both databases. Only writing documents and finding candidates differ between them.
#include "features/search/store_rules.hpp"

namespace parley {

// A conversation is behind if its rev is greater than the rev up to which it is indexed.
std::vector<ConversationId> SearchStore::behind(std::optional<ConversationId> after, std::size_t limit) {
  return connection_
      .query(R"(
        SELECT c.id FROM conversations c LEFT JOIN search_progress p ON p.conversation_id = c.id
        WHERE c.id > $1 AND c.rev > coalesce(p.rev, 0)
        ORDER BY c.id LIMIT $2)",
             after.value_or(ConversationId()), limit)
      .all(read_value<ConversationId>);
}

Rev SearchStore::progress(ConversationId conversation) {
  return connection_.query("SELECT rev FROM search_progress WHERE conversation_id = $1", conversation)
      .first(read_value<Rev>)
      .value_or(Rev());
}

// The rows are locked in the order in which they are given, which ascends, so two indexers never wait for each other in
// a circle.
std::vector<FollowProgress> SearchStore::lock_progress(std::span<const ConversationId> conversations) {
  // A crash may lose what was indexed, together with the progress. It is then indexed again, so this commit does not
  // have to wait for the disk.
  if (connection_.dialect() == Dialect::postgres) connection_.defer("SET LOCAL synchronous_commit = off");
  std::vector<FollowProgress> locked;
  for (const ConversationId conversation : conversations) {
    connection_.defer("INSERT INTO search_progress (conversation_id, rev) VALUES ($1, 0) ON CONFLICT DO NOTHING",
                      conversation);
    connection_.ask([&](Row& row) { locked.push_back({row.take<ConversationId>(), row.take<Rev>()}); },
                    "SELECT conversation_id, rev FROM search_progress WHERE conversation_id = $1 FOR UPDATE",
                    conversation);
  }
  connection_.hear_answers();
  return locked;
}

void SearchStore::set_progress(std::span<const FollowProgress> progress) {
  for (const auto& [conversation, rev] : progress) {
    connection_.defer("UPDATE search_progress SET rev = $2 WHERE conversation_id = $1", conversation, rev);
  }
}

void SearchStore::put(std::span<const SearchDocument> documents) {
  connection_.dialect() == Dialect::sqlite ? sqlite::put_documents(connection_, documents)
                                           : postgres::put_documents(connection_, documents);
}

SearchStretch SearchStore::find(const SearchLookup& lookup, std::size_t limit) {
  // The reader's conversations, as names that the index is asked for. They make the search fast; whether the reader may
  // find a message is decided by MAY_FIND.
  const auto readable = connection_
                            .query(R"(
                              SELECT own.conversation_id FROM members own
                              WHERE own.user_id = $1 AND own.left_at IS NULL
                                AND own.conversation_id = coalesce($2, own.conversation_id))",
                                   lookup.reader, lookup.filter.conversation)
                            .all(read_value<ConversationId>);
  if (readable.empty()) return {};
  SearchStretch stretch = connection_.dialect() == Dialect::sqlite
                              ? sqlite::find_candidates(connection_, lookup, readable, limit)
                              : postgres::find_candidates(connection_, lookup, readable, limit);
  complete(connection_, incomplete(stretch.candidates));
  return stretch;
}

}  // namespace parley
