// The index by which messages are found, as a transaction sees it: apart from the messages themselves, and written
// behind them by whoever follows a conversation's revs. A store's objects belong to the thread that runs the
// transaction.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <parley/core/follow_progress.hpp>
#include <parley/features/search/types.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// What a store is asked for.
struct SearchLookup {
  UserId reader;
  std::vector<SearchTerm> terms;  // each has to be there
  SearchFilter filter;
  std::optional<SearchPosition> before;  // goes on behind this place, towards the past
};

struct SearchCandidate {
  SearchPosition place;
  Seq first_visible;  // of its conversation's messages, to the reader
  Message message;
};

// Candidates, the newest first. A stretch ends early rather than costing too much: it may be short, or empty, and yet
// not be the last.
struct SearchStretch {
  std::vector<SearchCandidate> candidates;
  std::optional<SearchPosition> next;  // where to go on; nothing: there is no more
};

class SearchStore final : public FollowProgressStore {
 public:
  explicit SearchStore(SqlConnection& connection) : connection_(connection) {}
  std::vector<ConversationId> behind(std::optional<ConversationId> after, std::size_t limit) override;
  Rev progress(ConversationId conversation) override;
  std::vector<FollowProgress> lock_progress(std::span<const ConversationId> conversations) override;
  void set_progress(std::span<const FollowProgress> progress) override;
  // Writes the documents, each in the place of the message's earlier one; those without terms are taken out. The
  // caller holds the progress of their conversations.
  void put(std::span<const SearchDocument> documents);
  // Messages that have all the terms and pass the filter, as far as the reader may read them by paging: of
  // conversations of which the reader is a member now, from the first visible message on, not deleted. Whether the
  // words stand in the message as it is now, and whether it calls the reader, is for the caller to see: the index may
  // be behind.
  SearchStretch find(const SearchLookup& lookup, std::size_t limit);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
