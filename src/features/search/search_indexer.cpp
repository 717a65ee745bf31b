// The follower reads changed messages in batches and calls this task for each: it turns a message into a document, and
// writes the documents of a batch in one transaction.
#include <parley/features/search/search_indexer.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include <parley/features/search/store.hpp>

namespace parley {
namespace {

// The documents of one batch. `overtaken` names conversations that another node has indexed meanwhile.
class Documents final : public FollowDecisions {
 public:
  void add(Transaction&, const Message& message) override { documents_.push_back(document_of(message)); }

  void write(Transaction& tx, std::span<const ConversationId> overtaken) const override {
    std::vector<SearchDocument> documents = documents_;
    std::erase_if(documents, [&](const SearchDocument& document) {
      return std::ranges::find(overtaken, document.place.conversation) != overtaken.end();
    });
    if (!documents.empty()) tx.store<SearchStore>().put(documents);
  }

 private:
  std::vector<SearchDocument> documents_;
};

// Tells the follower what to do with messages, and where the progress of the index is kept.
class SearchIndexing final : public FollowerTask {
 public:
  std::string_view name() const override { return "search"; }
  std::unique_ptr<FollowProgressStore> progress(Transaction& tx) const override {
    return std::make_unique<SearchStore>(tx.store<SearchStore>());
  }
  std::unique_ptr<FollowDecisions> begin_batch() const override { return std::make_unique<Documents>(); }
};

}  // namespace

std::unique_ptr<Follower> create_search_indexer(Executor loop, Database& database, Metrics& metrics,
                                                std::function<std::size_t()> queued_writes,
                                                const FollowLimits& limits) {
  return std::make_unique<Follower>(std::move(loop), database, std::make_unique<SearchIndexing>(),
                                    FollowerMetrics{metrics.search_indexed, metrics.search_lag_seconds},
                                    std::move(queued_writes), limits);
}

}  // namespace parley
