// The values of a search: the terms of a message in the index, the filter of a request, and the position at which a
// page of results ended. Pure; any thread.
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

// The place of a message among all results, which are sorted by it, the newest first. An edit does not change it. The
// position grows with the time at which the message was accepted, and within one millisecond and conversation with its
// seq. The few messages that share a position differ in the other members.
struct SearchPosition {
  std::int64_t position = 0;
  ConversationId conversation;
  Seq seq;
  friend auto operator<=>(const SearchPosition&, const SearchPosition&) = default;
};

SearchPosition search_position_of(const Message& message);
// Returns the least position of a message that was accepted at that time or later.
std::int64_t first_position_at(Time time);

// Returns the terms of a message in the index: its words and signs, and terms for its conversation, its sender and the
// users in its mentions. These contain only four bytes of an id, which find few other messages; a search compares what
// it finds with the whole id.
std::vector<std::string> index_terms(const Message& message);
std::string term_in(ConversationId conversation);
std::string term_from(UserId sender);
std::string term_to(UserId mentioned);
// The term of a message that mentions all members.
inline constexpr const char* kTermToAll = "~all";

// What the index holds of a message. A document without terms stands for a message that is not found at all.
struct SearchDocument {
  SearchPosition place;
  std::string terms;  // separated by spaces
};
SearchDocument document_of(const Message& message);

// The conditions of a search besides its words. A message has to meet all of them.
struct SearchFilter {
  std::optional<ConversationId> conversation = {};
  std::optional<UserId> sender = {};
  std::optional<Time> from = {};   // accepted at this time or later
  std::optional<Time> until = {};  // accepted before this time
  bool mentions_reader = false;

  bool is_empty() const { return !conversation && !sender && !from && !until && !mentions_reader; }
};

}  // namespace parley
