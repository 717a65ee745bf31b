// Reads conversations as their members see them. A store lives for one transaction and belongs to the thread that runs
// it. Every function throws StoreFailure if the database fails.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <parley/core/conversation.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// The position at which a page of the conversation list ended. The list is sorted by the time of the last activity, the
// newest first, and then by id.
struct ConversationListCursor {
  Time active_at;
  ConversationId id;
};

// The counters of a conversation and the cursors of one of its members.
struct ConversationPosition {
  ConversationId id;
  Rev rev;
  Seq last_seq;
  Seq read_seq;
  Seq visible_after;
};

// A part of the conversations of a user: those with after < id <= until. A missing bound is none.
struct PositionRange {
  UserId user;
  std::optional<ConversationId> after = std::nullopt;
  std::optional<ConversationId> until = std::nullopt;
};

// The number of positions that are read together, so that a reader of a few does not pay for thousands.
inline constexpr std::size_t kPositionsRead = 64;

// Names a conversation and the member who looks at it.
struct View {
  UserId user;
  ConversationId conversation;
};

class SummaryStore {
 public:
  explicit SummaryStore(SqlConnection& connection) : connection_(connection) {}
  // Returns at most `limit` of the user's conversations behind `after`, in the order of the list. One statement reads
  // all of it: the last visible message, the cursors and settings of the user, and the first kShownMembers members.
  std::vector<ConversationSummary> list(UserId user, const std::optional<ConversationListCursor>& after,
                                        std::size_t limit);
  // Returns the summary of each view, in the order of the views; nothing for a view whose user is not a member.
  std::vector<std::optional<ConversationSummary>> summaries(std::span<const View> views);
  // Returns the summaries of one user, ascending by id, without conversations in which the user is not a member.
  std::vector<ConversationSummary> summaries(UserId user, std::span<const ConversationId> ids);
  // Returns the first kPositionsRead positions of each range, ascending by id, in the order of the ranges.
  std::vector<std::vector<ConversationPosition>> positions(std::span<const PositionRange> ranges);
  std::vector<ConversationPosition> positions(const PositionRange& range) {
    return positions(std::span(&range, 1)).front();
  }
  // Returns the conversations that each user is a member of, ascending by id, in the order of the users.
  std::vector<std::vector<ConversationId>> conversations_of(std::span<const UserId> users);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
