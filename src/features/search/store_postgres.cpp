#include <algorithm>

#include "features/search/store_rules.hpp"

// The candidates of a search, from the newest on, out of a table or a WITH named `hit`.
#define CANDIDATES "SELECT hit.position, readable.shares_history, readable.joined_seq, " MESSAGE_COLUMNS("m")

// What belongs to a hit, looked up for each by whole keys and after it, whatever the planner knows of the tables:
// OFFSET keeps it from beginning elsewhere, and so the hits keep their order.
#define WITH_READABLE_MESSAGE                                                                                 \
  "CROSS JOIN LATERAL (SELECT c.shares_history, own.joined_seq "                                              \
  "  FROM members own JOIN conversations c ON c.id = own.conversation_id "                                    \
  "  WHERE own.conversation_id = hit.conversation_id AND own.user_id = $1 AND own.left_at IS NULL OFFSET 0) " \
  "  readable "                                                                                               \
  "CROSS JOIN LATERAL (SELECT * FROM messages "                                                               \
  "  WHERE conversation_id = hit.conversation_id AND seq = hit.seq OFFSET 0) m "

namespace parley::postgres {
namespace {

// A GIN index knows no order: what it finds is found whole and then sorted. So the newest messages are gone through one
// by one first, where a word that is common has been met often enough soon; of what is older, the index finds the rare.
// Only what is common and yet not among the newest is gone through at length, a stretch at a time.
constexpr std::size_t kNewestRows = 5'000;
constexpr std::size_t kSortedRows = 20'000;
constexpr std::size_t kStretchRows = 50'000;

// A term in the language of tsquery, in which nothing but the quotation marks and the backslash is special then.
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

// No message's: all those from this position on come before it, towards the past.
SearchPosition end_of_all(std::int64_t position) { return {.position = position, .conversation = {}, .seq = Seq()}; }

// A stretch ends between two messages only where they are gone through one by one, because the index found too much.
bool is_between_messages(const SearchPosition& place) { return place.conversation.is_nil(); }

// One search of one reader, as the statements are given it.
struct Question {
  UserId reader;
  std::string tsquery;
  std::optional<ConversationId> conversation;
  std::optional<UserId> sender;
  std::int64_t least = 0;
  SearchPosition end;
  bool is_common = false;  // the index is known to find too much
};

// Lives for one call, on the transaction's thread.
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
  const auto floor = end_of_stretch(question, question.is_common ? kStretchRows : kNewestRows);
  Question newest = question;
  if (floor) newest.least = floor->position;
  scan(newest, stretch, limit);
  if (stretch.next || !floor) return;
  if (question.is_common) {
    stretch.next = end_of_all(floor->position);
    return;
  }

  question.end = end_of_all(floor->position);
  if (gather(question, stretch, limit)) return;
  const auto end = end_of_stretch(question, kStretchRows);
  if (end) question.least = end->position;
  scan(question, stretch, limit);
  if (!stretch.next && end) stretch.next = end_of_all(end->position);
}

// Where so many rows of the table end, counted towards the past; nothing where there are fewer.
std::optional<SearchPosition> Search::end_of_stretch(const Question& question, std::size_t rows) {
  return connection_
      .query(R"(
        SELECT position, conversation_id, seq FROM message_search
        WHERE (position, conversation_id, seq) < ($1, $2, $3) AND position >= $4
        ORDER BY position DESC, conversation_id DESC, seq DESC OFFSET $5 LIMIT 1)",
             question.end.position, question.end.conversation, question.end.seq, question.least, rows)
      .first(read_place);
}

// Goes through the table from the newest row on, and stops when there are enough.
void Search::scan(const Question& question, SearchStretch& stretch, std::size_t limit) {
  const std::size_t wanted = limit - stretch.candidates.size();
  connection_.defer("SET LOCAL enable_bitmapscan = off");
  auto found = connection_
                   .query(CANDIDATES R"(
        FROM message_search hit
        )" WITH_READABLE_MESSAGE R"(
        WHERE (hit.position, hit.conversation_id, hit.seq) < ($3, $4, $5) AND hit.position >= $6
          AND hit.terms @@ $2::tsquery AND (readable.shares_history OR hit.seq > readable.joined_seq)
          AND ($7::uuid IS NULL OR hit.conversation_id = $7) AND ($8::uuid IS NULL OR m.sender_id = $8)
          AND m.deleted_at IS NULL
        ORDER BY hit.position DESC, hit.conversation_id DESC, hit.seq DESC LIMIT $9)",
                          question.reader, question.tsquery, question.end.position, question.end.conversation,
                          question.end.seq, question.least, question.conversation, question.sender, wanted)
                   .all(read_candidate);
  if (found.size() == wanted) stretch.next = found.back().place;
  std::ranges::move(found, std::back_inserter(stretch.candidates));
}

// Has the index find all there is, and sorts it; false where that is too much.
bool Search::gather(const Question& question, SearchStretch& stretch, std::size_t limit) {
  const std::size_t wanted = limit - stretch.candidates.size();
  connection_.defer("SET LOCAL enable_bitmapscan = on");
  bool is_all = true;
  // To add nothing to the position keeps its own index out of this.
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
          WHERE counted.number <= $5 AND (readable.shares_history OR hit.seq > readable.joined_seq)
            AND ($6::uuid IS NULL OR hit.conversation_id = $6) AND ($7::uuid IS NULL OR m.sender_id = $7)
            AND m.deleted_at IS NULL
          ORDER BY hit.position DESC, hit.conversation_id DESC, hit.seq DESC LIMIT $8) candidate ON true)",
             question.reader, question.tsquery, question.end.position, question.least, kSortedRows,
             question.conversation, question.sender, wanted)
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
  // What is as it was is not written again: after a reaction, say.
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
                    .least = least,
                    .end = end_of_all(until),
                    .is_common = lookup.before && is_between_messages(*lookup.before)};
  if (lookup.before) question.end = std::min(question.end, *lookup.before);

  // Each statement has one good plan, whatever the planner knows of the words.
  connection.defer("SET LOCAL enable_seqscan = off");
  SearchStretch stretch;
  Search(connection).look_for(std::move(question), stretch, limit);
  return stretch;
}

}  // namespace parley::postgres
