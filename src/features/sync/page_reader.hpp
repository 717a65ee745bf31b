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
  // `own` are all conversations of the user, ascending by id, as the transaction sees them. The reader borrows `asked`.
  PageReader(Transaction& tx, const SyncPageRequest& asked, const Limits& limits, User user,
             std::vector<ConversationPosition> own);
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
  std::vector<ConversationPosition> own_;
  std::span<const ConversationPosition> rest_;  // the part of own_ in the range that is not on the page yet
  bool is_same_history_;  // the client's positions are of this database
  std::map<ConversationId, ConversationSummary> summaries_;  // read, and not on the page yet
  SyncPage page_;
  std::size_t bytes_ = 0;
};

}  // namespace parley
