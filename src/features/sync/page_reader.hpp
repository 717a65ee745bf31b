// Reads one page of what a client missed. A step of a transaction, on the thread that runs it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/features/conversations/store.hpp>
#include <parley/features/sync/sync.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Goes through the conversations of a user in the order of their ids and puts each on the page, until the page has
// limits.sync_bytes or the range of the request ends. Lives for one transaction.
class PageReader {
 public:
  // Returns the conversations that a page may have, of which the reader gets the first positions.
  static PositionRange range_of(const SyncPageRequest& asked) {
    return {asked.user, asked.request.after, asked.request.until};
  }
  // `first` is what SummaryStore::positions() returned for the range in this transaction. The reader reads further
  // positions as far as the page goes. It borrows `asked`.
  PageReader(Transaction& tx, const SyncPageRequest& asked, const Limits& limits, User user,
             std::vector<ConversationPosition> first);
  PageReader(const PageReader&) = delete;
  PageReader& operator=(const PageReader&) = delete;

  // Returns the conversations whose summaries are all that has to be read for the page. Returns nothing if more has to
  // be read.
  std::optional<std::vector<ConversationId>> missing_summaries() const;
  // Takes a summary that the caller has read, so that read() does not read it again.
  void keep(ConversationSummary summary);

  // Returns the page. Called once.
  SyncPage read() &&;

 private:
  std::span<const ConversationPosition> rest() const;
  bool has_more();
  bool is_on_page(ConversationId id) const;
  void find_gone();
  void catch_up_own_stream();
  void cover_all();
  void cover(const ConversationPosition& position);

  const ClientPosition* named(ConversationId id) const;
  bool is_void(const ClientPosition& known, const ConversationPosition& position) const;
  Seq latest_cursor(ConversationId id, Seq stored) const;

  void read_summaries(std::span<const ConversationPosition> chunk);
  void keep_summaries(std::span<const ConversationId> ids);
  ConversationSummary take_summary(ConversationId id);

  bool catch_up(const ClientPosition& known, const ConversationPosition& position);
  void reset(ConversationId id);
  void correct_cursor(const ClientPosition& known, const ConversationPosition& position);

  Transaction& tx_;
  const SyncRequest& request_;
  const std::map<ConversationId, Seq>& pending_cursors_;
  const Limits& limits_;
  std::vector<ConversationPosition> own_;  // the user's conversations in the range, from its beginning, as far as read
  std::size_t covered_ = 0;  // so many of them are on the page
  bool has_read_all_;  // own_ has the whole range
  bool is_same_history_;  // the client's positions are of this database
  std::map<ConversationId, ConversationSummary> summaries_;  // read, and not on the page yet
  SyncPage page_;
  std::size_t bytes_ = 0;
};

}  // namespace parley
