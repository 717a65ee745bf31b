// The search in SQLite. The index is an FTS5 table whose rowid is a message's position, so it gives its rows from the
// newest on without a sort. A rowid is unique, so a message whose position is taken gets the next free one, and
// search_documents says which message has which rowid.
#include <algorithm>

#include "features/search/store_rules.hpp"

namespace parley::sqlite {
namespace {

// Returns the term as a string of FTS5's query language, in which nothing is an operator
// (https://www.sqlite.org/fts5.html#fts5_strings).
std::string quoted(const SearchTerm& term) {
  std::string text = "\"";
  for (const char letter : term.text) text += letter == '"' ? "\"\"" : std::string(1, letter);
  return text + (term.is_prefix ? "\" *" : "\"");
}

std::string all_of(std::span<const SearchTerm> terms) {
  std::string text;
  for (const SearchTerm& term : terms) text += (text.empty() ? "" : " AND ") + quoted(term);
  return text;
}

std::string any_of(std::span<const SearchTerm> terms) {
  std::string text;
  for (const SearchTerm& term : terms) text += (text.empty() ? "(" : " OR ") + quoted(term);
  return text + ")";
}

std::string match_expression(const SearchLookup& lookup, std::span<const ConversationId> readable) {
  std::string text = all_of(lookup.terms);
  for (const auto& alternatives : facets_of(lookup, readable)) {
    text += (text.empty() ? "" : " AND ") + any_of(alternatives);
  }
  return text;
}

// Writes one document: replaces its terms, adds it, or removes it if it has no terms.
void put(SqlConnection& connection, const SearchDocument& document) {
  const auto& [place, terms] = document;
  std::optional<std::int64_t> id = connection
                                       .query("SELECT id FROM search_documents WHERE conversation_id = $1 AND seq = $2",
                                              place.conversation, place.seq)
                                       .first(read_value<std::int64_t>);
  if (id) {
    const auto before = connection.query("SELECT terms FROM search_index WHERE rowid = $1", *id)
                            .first(read_value<std::string>)
                            .value_or("");
    // The terms are the same after a reaction, for example.
    if (before == terms) return;
    connection.query("DELETE FROM search_index WHERE rowid = $1", *id).run();
    if (terms.empty()) connection.query("DELETE FROM search_documents WHERE id = $1", *id).run();
  }
  if (terms.empty()) return;
  if (!id) {
    // A message of another conversation may have the same position. The next free one serves as well.
    id = place.position;
    while (connection
               .query(R"(
                 INSERT INTO search_documents (id, conversation_id, seq) VALUES ($1, $2, $3)
                 ON CONFLICT (id) DO NOTHING)",
                      *id, place.conversation, place.seq)
               .run() == 0) {
      ++*id;
    }
  }
  connection.query("INSERT INTO search_index (rowid, terms) VALUES ($1, $2)", *id, terms).run();
}

}  // namespace

void put_documents(SqlConnection& connection, std::span<const SearchDocument> documents) {
  // FTS5 collects rows as long as their rowids ascend, and begins a new segment when one does not.
  std::vector<std::size_t> order;
  for (std::size_t index = 0; index < documents.size(); ++index) order.push_back(index);
  std::ranges::sort(order, {}, [&](std::size_t index) { return documents[index].place; });
  for (const std::size_t index : order) put(connection, documents[index]);
}

SearchStretch find_candidates(SqlConnection& connection, const SearchLookup& lookup,
                              std::span<const ConversationId> readable, std::size_t limit) {
  SearchStretch stretch;
  const auto [least, until] = positions_of(lookup);
  const std::int64_t end = lookup.before ? std::min(until, lookup.before->position) : until;
  // The index gives its rows from the newest on, and the statement stops when enough of them have passed the
  // conditions. In SQLite CROSS JOIN keeps the order of the tables (https://www.sqlite.org/optoverview.html#crossjoin).
  stretch.candidates =
      connection
          .query("SELECT d.id, " VISIBLE_AFTER("own") ", " MESSAGE_COLUMNS("m") R"(
        FROM search_index i
        CROSS JOIN search_documents d ON d.id = i.rowid
        CROSS JOIN members own ON own.conversation_id = d.conversation_id AND own.user_id = $1
        CROSS JOIN messages m ON m.conversation_id = d.conversation_id AND m.seq = d.seq
        WHERE i.search_index MATCH $2 AND i.rowid >= $3 AND i.rowid < $4
          AND )" MAY_FIND("own", "d", "m") R"(
          AND ($5 IS NULL OR d.conversation_id = $5) AND ($6 IS NULL OR m.sender_id = $6)
          AND )" MENTION_COUNTS("$8", "$1", "m") R"(
        ORDER BY i.rowid DESC LIMIT $7)",
                 lookup.reader, match_expression(lookup, readable), least, end, lookup.filter.conversation,
                 lookup.filter.sender, limit, lookup.filter.mentions_reader)
          .all(read_candidate);
  if (stretch.candidates.size() == limit) stretch.next = stretch.candidates.back().place;
  return stretch;
}

}  // namespace parley::sqlite
