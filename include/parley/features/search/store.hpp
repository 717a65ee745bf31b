// The search index. It stands in tables of its own, and a follower of the conversations' revs writes it some time after
// the messages. A store lives for one transaction and belongs to the thread that runs it. Every function throws
// StoreFailure if the database fails.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <parley/core/follow_progress.hpp>
#include <parley/features/search/types.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// What the store looks for.
struct SearchLookup {
  UserId reader;
  std::vector<SearchTerm> terms;  // a candidate has all of them
  SearchFilter filter;
  std::optional<SearchPosition> before;  // only places behind this one, towards the past
};

// A message that the reader may read and that has the terms in the index.
struct SearchCandidate {
  SearchPosition place;
  Seq first_visible;  // the first message of its conversation that the reader may see
  Message message;
};

// A part of the candidates, the newest first. It ends early if it would cost too much, so it may be short or empty and
// yet not be the last.
struct SearchStretch {
  std::vector<SearchCandidate> candidates;
  std::optional<SearchPosition> next;  // the next stretch begins behind this place; absent on the last one
};

class SearchStore final : public FollowProgressStore {
 public:
  explicit SearchStore(SqlConnection& connection) : connection_(connection) {}
  std::vector<ConversationId> behind(std::optional<ConversationId> after, std::size_t limit) override;
  Rev progress(ConversationId conversation) override;
  std::vector<FollowProgress> lock_progress(std::span<const ConversationId> conversations) override;
  void set_progress(std::span<const FollowProgress> progress) override;
  // Writes the documents. A document replaces the earlier one of its message; one without terms removes it. REQUIRES:
  // this transaction holds the progress of their conversations (lock_progress).
  void put(std::span<const SearchDocument> documents);
  // Returns at most `limit` messages that have all the terms, pass the filter and may be found by the reader
  // (policy::may_find). The index may be behind, so the caller checks whether the words stand in the message as it is
  // now, and whether it mentions the reader. A message whose @all leaves the reader out is not among those that mention
  // the reader.
  SearchStretch find(const SearchLookup& lookup, std::size_t limit);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
