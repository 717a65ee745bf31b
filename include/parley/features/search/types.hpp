// Searching messages: what is kept to find them by, what is asked, and where a page of results ended. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <parley/core/conversation.hpp>
#include <parley/features/search/search_query.hpp>
#include <parley/features/search/snippet.hpp>

namespace parley {

// Results come the newest first. A message's place among all of them never changes, edited or not: its position grows
// with the time at which it was accepted, and within a millisecond and conversation with its seq; the rest parts those
// few that share one.
struct SearchPosition {
  std::int64_t position = 0;
  ConversationId conversation;
  Seq seq;
  friend auto operator<=>(const SearchPosition&, const SearchPosition&) = default;
};

SearchPosition search_position_of(const Message& message);
// The least position that a message accepted at that time or later can have.
std::int64_t first_position_at(Time time);

// What a message is found by: its words and signs, and what it is: `in`, `from` and `to` somebody. A term of the latter
// kind holds four bytes of an id only. That is enough to find little else; what is found is compared with the whole.
std::vector<std::string> index_terms(const Message& message);
std::string term_in(ConversationId conversation);
std::string term_from(UserId sender);
std::string term_to(UserId mentioned);
inline constexpr const char* kTermToAll = "~all";

// A message as it is to be found from now on; without terms, not at all.
struct SearchDocument {
  SearchPosition place;
  std::string terms;  // parted by spaces
};
SearchDocument document_of(const Message& message);

// Which messages a reader wants; all of it holds.
struct SearchFilter {
  std::optional<ConversationId> conversation = {};
  std::optional<UserId> sender = {};
  std::optional<Time> from = {};  // accepted then or later
  std::optional<Time> until = {};  // accepted before then
  bool mentions_reader = false;

  bool is_empty() const { return !conversation && !sender && !from && !until && !mentions_reader; }
};

}  // namespace parley
