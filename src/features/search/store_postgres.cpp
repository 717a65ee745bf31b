// The search in PostgreSQL. Its index over the terms (GIN) knows no order: it finds all messages with a term at once,
// and then they are sorted. That is slow for a common word and fast for a rare one. The table itself is ordered by
// position, so going through its newest rows finds a common word soon. A search therefore takes three steps
// (Search::look_for): it goes through the newest rows; it asks the index for everything older; and if the index finds
// too much, it goes through the older rows, one stretch for each call.
//
// Each statement has one good plan, whatever the planner knows of the words. The settings of the transaction and
// OFFSET 0 in the subqueries leave the planner no other.
#include <algorithm>

#include "features/search/store_rules.hpp"

// The columns of a candidate. `hit` is the table, or a WITH, of the positions that were found.
#define CANDIDATES "SELECT hit.position, " VISIBLE_AFTER("readable") ", " MESSAGE_COLUMNS("m")

// Joins a hit with the reader's membership and the message. OFFSET 0 makes PostgreSQL look them up by their keys for
// one hit after the other, so the hits keep their order.
#define WITH_READABLE_MESSAGE                                                         \
  "CROSS JOIN LATERAL (SELECT own.joined_seq, own.visible_after, own.left_at "        \
  "  FROM members own "                                                               \
  "  WHERE own.conversation_id = hit.conversation_id AND own.user_id = $1 OFFSET 0) " \
  "  readable "                                                                       \
  "CROSS JOIN LATERAL (SELECT * FROM messages "                                       \
  "  WHERE conversation_id = hit.conversation_id AND seq = hit.seq OFFSET 0) m "

namespace parley::postgres {
namespace {

constexpr std::size_t kNewestRows = 5'000;  // that the first step goes through
constexpr std::size_t kSortedRows = 20'000;  // that the index may find; more are too many to sort
constexpr std::size_t kStretchRows = 50'000;  // that the third step goes through in one call

// Returns the term as a quoted word of a tsquery. Only the quotation mark and the backslash are special in it
// (https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY).
std::string quoted(const SearchTerm& term) {
  std::string text = "'";
  for (const char letter : term.text) {
    if (letter == '\'' || letter == '\\') text += letter;
    text += letter;
  }
  return text + (term.is_prefix ? "':*" : "'");
}

std::string all_of(std::span<const SearchTerm> terms) {
  std::string text;
  for (const SearchTerm& term : terms) text += (text.empty() ? "" : " & ") + quoted(term);
  return text;
}

std::string any_of(std::span<const SearchTerm> terms) {
  std::string text;
  for (const SearchTerm& term : terms) text += (text.empty() ? "(" : " | ") + quoted(term);
  return text + ")";
}

std::string tsquery(const SearchLookup& lookup, std::span<const ConversationId> readable) {
  std::string text = all_of(lookup.terms);
  for (const auto& alternatives : facets_of(lookup, readable)) {
    text += (text.empty() ? "" : " & ") + any_of(alternatives);
  }
  return text;
}

SearchPosition read_place(Row& row) { return {row.take<std::int64_t>(), row.take<ConversationId>(), row.take<Seq>()}; }

// Returns a place that no message has: all messages with a smaller position are older, all others are newer.
SearchPosition end_of_all(std::int64_t position) { return {.position = position, .conversation = {}, .seq = Seq()}; }

// Returns whether end_of_all() made this place. A stretch ends in such a place only if the index found too
// much, so that the rows were read one after the other.
bool is_between_messages(const SearchPosition& place) { return place.conversation.is_nil(); }

// The arguments of the statements.
struct Question {
  UserId reader;
  std::string tsquery;
  std::optional<ConversationId> conversation;
  std::optional<UserId> sender;
  bool mentions_reader = false;
  std::int64_t least = 0;  // position
  SearchPosition end;  // only places before it, towards the past
  bool is_common = false;  // an earlier call has shown that the index finds too much
};

// Runs the three steps. It lives for one call, on the transaction's thread.
class Search {
 public:
  explicit Search(SqlConnection& connection) : connection_(connection) {}
  void look_for(Question question, SearchStretch& stretch, std::size_t limit);

 private:
  std::optional<SearchPosition> end_of_stretch(const Question& question, std::size_t rows);
  void scan(const Question& question, SearchStretch& stretch, std::size_t limit);
  bool gather(const Question& question, SearchStretch& stretch, std::size_t limit);

  SqlConnection& connection_;
};

void Search::look_for(Question question, SearchStretch& stretch, std::size_t limit) {
  // The first step. It is enough if it fills the stretch, or if there are no older rows.
  const auto floor = end_of_stretch(question, question.is_common ? kStretchRows : kNewestRows);
  Question newest = question;
  if (floor) newest.least = floor->position;
  scan(newest, stretch, limit);
  if (stretch.next || !floor) return;
  if (question.is_common) {
    stretch.next = end_of_all(floor->position);
    return;
  }

  // The second step, and the third if the index finds too much.
  question.end = end_of_all(floor->position);
  if (gather(question, stretch, limit)) return;
  const auto end = end_of_stretch(question, kStretchRows);
  if (end) question.least = end->position;
  scan(question, stretch, limit);
  if (!stretch.next && end) stretch.next = end_of_all(end->position);
}

// Returns the place of the row that is so many rows behind the question's end, towards the past; nothing if there are
// fewer rows.
std::optional<SearchPosition> Search::end_of_stretch(const Question& question, std::size_t rows) {
  return connection_
      .query(R"(
        SELECT position, conversation_id, seq FROM message_search
        WHERE (position, conversation_id, seq) < ($1, $2, $3) AND position >= $4
        ORDER BY position DESC, conversation_id DESC, seq DESC OFFSET $5 LIMIT 1)",
             question.end.position, question.end.conversation, question.end.seq, question.least, rows)
      .first(read_place);
}

// Goes through the table from the newest row on and stops when the stretch is full. The bitmap scan, which would read
// the index over the terms and sort, is switched off.
void Search::scan(const Question& question, SearchStretch& stretch, std::size_t limit) {
  const std::size_t wanted = limit - stretch.candidates.size();
  connection_.defer("SET LOCAL enable_bitmapscan = off");
  auto found =
      connection_
          .query(CANDIDATES R"(
        FROM message_search hit
        )" WITH_READABLE_MESSAGE R"(
        WHERE (hit.position, hit.conversation_id, hit.seq) < ($3, $4, $5) AND hit.position >= $6
          AND hit.terms @@ $2::tsquery AND )" MAY_FIND("readable", "hit", "m") R"(
          AND ($7::uuid IS NULL OR hit.conversation_id = $7) AND ($8::uuid IS NULL OR m.sender_id = $8)
          AND )" MENTION_COUNTS("$10::boolean", "$1", "m") R"(
        ORDER BY hit.position DESC, hit.conversation_id DESC, hit.seq DESC LIMIT $9)",
                 question.reader, question.tsquery, question.end.position, question.end.conversation, question.end.seq,
                 question.least, question.conversation, question.sender, wanted, question.mentions_reader)
          .all(read_candidate);
  if (found.size() == wanted) stretch.next = found.back().place;
  std::ranges::move(found, std::back_inserter(stretch.candidates));
}

// Asks the index for all messages with the terms and sorts them. Returns false, without candidates, if the index finds
// more than kSortedRows. The statement always returns a row, which says so, and stops reading the index one row later.
bool Search::gather(const Question& question, SearchStretch& stretch, std::size_t limit) {
  const std::size_t wanted = limit - stretch.candidates.size();
  connection_.defer("SET LOCAL enable_bitmapscan = on");
  bool is_all = true;
  // `position + 0` is no column, so PostgreSQL cannot use the index over the positions.
  connection_
      .query(R"(
        WITH found AS MATERIALIZED (
          SELECT position, conversation_id, seq FROM message_search
          WHERE terms @@ $2::tsquery AND position + 0 < $3 AND position + 0 >= $4
          LIMIT $5 + 1)
        SELECT counted.number <= $5, candidate.*
        FROM (SELECT count(*) AS number FROM found) counted LEFT JOIN LATERAL ()" CANDIDATES R"(
          FROM (SELECT * FROM found ORDER BY position DESC, conversation_id DESC, seq DESC) hit
          )" WITH_READABLE_MESSAGE R"(
          WHERE counted.number <= $5 AND )" MAY_FIND("readable", "hit", "m") R"(
            AND ($6::uuid IS NULL OR hit.conversation_id = $6) AND ($7::uuid IS NULL OR m.sender_id = $7)
            AND )" MENTION_COUNTS("$9::boolean", "$1", "m") R"(
          ORDER BY hit.position DESC, hit.conversation_id DESC, hit.seq DESC LIMIT $8) candidate ON true)",
             question.reader, question.tsquery, question.end.position, question.least, kSortedRows,
             question.conversation, question.sender, wanted, question.mentions_reader)
      .each([&](Row& row) {
        is_all = row.take<bool>();
        if (!row.next_is_null()) stretch.candidates.push_back(read_candidate(row));
      });
  if (is_all && stretch.candidates.size() == limit) stretch.next = stretch.candidates.back().place;
  return is_all;
}

}  // namespace

void put_documents(SqlConnection& connection, std::span<const SearchDocument> documents) {
  Array<std::int64_t> positions;
  Array<ConversationId> conversations;
  Array<Seq> seqs;
  Array<std::string> terms;
  for (const auto& [place, text] : documents) {
    positions.add(place.position);
    conversations.add(place.conversation);
    seqs.add(place.seq);
    terms.add(text);
  }
  connection.defer(R"(
    DELETE FROM message_search s
    USING unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::text[]) AS d (position, conversation_id, seq, terms)
    WHERE d.terms = '' AND s.position = d.position AND s.conversation_id = d.conversation_id AND s.seq = d.seq)",
                   positions, conversations, seqs, terms);
  // A row whose terms are the same is not written again. That is so after a reaction, for example.
  connection
      .query(R"(
        INSERT INTO message_search (position, conversation_id, seq, terms)
        SELECT d.position, d.conversation_id, d.seq, array_to_tsvector(string_to_array(d.terms, ' '))
        FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::text[]) AS d (position, conversation_id, seq, terms)
        WHERE d.terms <> ''
        ORDER BY 1, 2, 3
        ON CONFLICT (position, conversation_id, seq) DO UPDATE SET terms = excluded.terms
        WHERE message_search.terms <> excluded.terms)",
             positions, conversations, seqs, terms)
      .run();
}

SearchStretch find_candidates(SqlConnection& connection, const SearchLookup& lookup,
                              std::span<const ConversationId> readable, std::size_t limit) {
  const auto [least, until] = positions_of(lookup);
  Question question{.reader = lookup.reader,
                    .tsquery = tsquery(lookup, readable),
                    .conversation = lookup.filter.conversation,
                    .sender = lookup.filter.sender,
                    .mentions_reader = lookup.filter.mentions_reader,
                    .least = least,
                    .end = end_of_all(until),
                    .is_common = lookup.before && is_between_messages(*lookup.before)};
  if (lookup.before) question.end = std::min(question.end, *lookup.before);

  connection.defer("SET LOCAL enable_seqscan = off");
  SearchStretch stretch;
  Search(connection).look_for(std::move(question), stretch, limit);
  return stretch;
}

}  // namespace parley::postgres
