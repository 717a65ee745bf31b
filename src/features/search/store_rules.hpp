// What both databases share of a search: who may find a message, what the index is asked for, and how a row becomes a
// candidate. The functions that take a connection belong to the thread that runs its transaction; all others are pure.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <parley/core/policy.hpp>
#include <parley/features/search/store.hpp>

#include "core/store/message_details.hpp"
#include "core/store/rows.hpp"

// True for a message that the reader may find: policy::is_member and policy::may_find in SQL. It stands in the
// statement because the statement's LIMIT counts only what the reader may find. A contract test compares it with the
// policy. `own` names the table with the reader's membership, `hit` the one with the message's seq, and `message` the
// one with the message.
#define MAY_FIND(own, hit, message) \
  " (" own ".left_at IS NULL AND " hit ".seq > " VISIBLE_AFTER(own) " AND " message ".deleted_at IS NULL) "

// True unless only messages that mention the reader are wanted (`only`, an argument), and the reader is left out of the
// @all of this one. `reader` is the argument with the reader.
#define MENTION_COUNTS(only, reader, message)                                                           \
  " (NOT " only " OR NOT EXISTS (SELECT 1 FROM mention_exceptions x WHERE x.conversation_id = " message \
  ".conversation_id AND x.seq = " message ".seq AND x.user_id = " reader ")) "

namespace parley {

// If a reader has more conversations than that, the index is not asked for their names: it would compare each name with
// each message that has the words.
inline constexpr std::size_t kMostNamedConversations = 100;

// Returns the terms besides the words that the index is asked for. A message has to have at least one term of each
// list.
inline std::vector<std::vector<SearchTerm>> facets_of(const SearchLookup& lookup,
                                                      std::span<const ConversationId> readable) {
  std::vector<std::vector<SearchTerm>> facets;
  const SearchFilter& filter = lookup.filter;
  if (filter.sender) facets.push_back({{term_from(*filter.sender)}});
  if (filter.mentions_reader) facets.push_back({{term_to(lookup.reader)}, {kTermToAll}});
  // An index cannot be asked for nothing, so without other terms the names are asked for, however many they are.
  const bool is_alone = lookup.terms.empty() && facets.empty();
  if (readable.size() > kMostNamedConversations && !is_alone) return facets;
  auto& conversations = facets.emplace_back();
  for (const ConversationId conversation : readable) conversations.push_back({term_in(conversation)});
  return facets;
}

// Reads a row of a position, the last message that the reader may not see, and the message. The message has no details
// yet.
inline SearchCandidate read_candidate(Row& row) {
  const auto position = row.take<std::int64_t>();
  const auto visible_after = row.take<Seq>();
  SearchCandidate candidate{.place = {.position = position, .conversation = {}, .seq = Seq()},
                            .first_visible = visible_after.next(),
                            .message = read_message(row)};
  candidate.place.conversation = candidate.message.conversation;
  candidate.place.seq = candidate.message.seq;
  return candidate;
}

// Returns the messages of the candidates as complete() takes them.
inline std::vector<Incomplete> incomplete(std::span<SearchCandidate> candidates) {
  std::vector<Incomplete> all;
  for (SearchCandidate& candidate : candidates) all.push_back({&candidate.message, candidate.first_visible});
  return all;
}

// Returns the least position that passes the filter, and the first one behind the greatest.
inline std::pair<std::int64_t, std::int64_t> positions_of(const SearchLookup& lookup) {
  const std::int64_t least = lookup.filter.from ? first_position_at(*lookup.filter.from) : 0;
  const std::int64_t end =
      lookup.filter.until ? first_position_at(*lookup.filter.until) : std::numeric_limits<std::int64_t>::max();
  return {least, end};
}

namespace sqlite {
void put_documents(SqlConnection& connection, std::span<const SearchDocument> documents);
// Reads candidates of the reader's conversations, without details.
SearchStretch find_candidates(SqlConnection& connection, const SearchLookup& lookup,
                              std::span<const ConversationId> readable, std::size_t limit);
}  // namespace sqlite

namespace postgres {
void put_documents(SqlConnection& connection, std::span<const SearchDocument> documents);
SearchStretch find_candidates(SqlConnection& connection, const SearchLookup& lookup,
                              std::span<const ConversationId> readable, std::size_t limit);
}  // namespace postgres

}  // namespace parley
