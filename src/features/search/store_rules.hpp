// What is the same about a search in both databases, and how each is asked. The functions that take a connection belong
// to the thread that runs its transaction; the others are pure.
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

namespace parley {

// If a reader has more conversations than that, the index is not asked for each of them: it looks at every name for
// every message that has the words.
inline constexpr std::size_t kMostNamedConversations = 100;

// What else the index is asked for: at least one term of each list has to be there.
inline std::vector<std::vector<SearchTerm>> facets_of(const SearchLookup& lookup,
                                                      std::span<const ConversationId> readable) {
  std::vector<std::vector<SearchTerm>> facets;
  const SearchFilter& filter = lookup.filter;
  if (filter.sender) facets.push_back({{term_from(*filter.sender)}});
  if (filter.mentions_reader) facets.push_back({{term_to(lookup.reader)}, {kTermToAll}});
  // Something has to be asked for, however many there are.
  const bool is_alone = lookup.terms.empty() && facets.empty();
  if (readable.size() > kMostNamedConversations && !is_alone) return facets;
  auto& conversations = facets.emplace_back();
  for (const ConversationId conversation : readable) conversations.push_back({term_in(conversation)});
  return facets;
}

// A row of a position, whether the message's conversation shares its history, after which message the reader joined it,
// and the message, without details.
inline SearchCandidate read_candidate(Row& row) {
  const auto position = row.take<std::int64_t>();
  const bool shares_history = row.take<bool>();
  const auto joined_seq = row.take<Seq>();
  SearchCandidate candidate{.place = {.position = position, .conversation = {}, .seq = Seq()},
                            .first_visible = policy::first_visible(shares_history, joined_seq),
                            .message = read_message(row)};
  candidate.place.conversation = candidate.message.conversation;
  candidate.place.seq = candidate.message.seq;
  return candidate;
}

inline std::vector<Incomplete> incomplete(std::span<SearchCandidate> candidates) {
  std::vector<Incomplete> all;
  for (SearchCandidate& candidate : candidates) all.push_back({&candidate.message, candidate.first_visible});
  return all;
}

// From which position on and up to which one, that one excluded.
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
