// Conversations as their members look at them. As a transaction sees them; belongs to the thread that runs the
// transaction. A database that fails throws StoreFailure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <parley/core/conversation.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// Where a page of the conversation list ended: the list is ordered by last activity, the newest first.
struct ConversationListCursor {
  Time active_at;
  ConversationId id;
};

// How far a conversation is, and how far one of its members has read.
struct ConversationPosition {
  ConversationId id;
  Rev rev;
  Seq last_seq;
  Seq read_seq;
  Seq joined_seq;
};

// A conversation as one of its members looks at it.
struct View {
  UserId user;
  ConversationId conversation;
};

class SummaryStore {
 public:
  explicit SummaryStore(SqlConnection& connection) : connection_(connection) {}
  // The user's conversations in one statement: last visible message, read cursor, the first eight members.
  std::vector<ConversationSummary> list(UserId user, const std::optional<ConversationListCursor>& after,
                                        std::size_t limit);
  // Does the same for each of the views, in their order; gives nothing where the user is no member.
  std::vector<std::optional<ConversationSummary>> summaries(std::span<const View> views);
  // Does the same for one user, ascending by id. Conversations that the user is not a member of are left out.
  std::vector<ConversationSummary> summaries(UserId user, std::span<const ConversationId> ids);
  // All conversations of each of the users, in their order, ascending by id.
  std::vector<std::vector<ConversationPosition>> positions(std::span<const UserId> users);
  std::vector<ConversationPosition> positions(UserId user) { return positions(std::span(&user, 1)).front(); }

 private:
  SqlConnection& connection_;
};

}  // namespace parley
