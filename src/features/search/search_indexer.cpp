#include <parley/features/search/search_indexer.hpp>

#include <algorithm>
#include <utility>
#include <variant>

#include <boost/asio/redirect_error.hpp>

#include <parley/base/log.hpp>

namespace parley {
namespace {

constexpr milliseconds kAfterFailure{1000};

// One conversation's part in a batch.
struct Step {
  ConversationId conversation;
  Rev since;
  Rev rev;  // up to which the documents bring the index
  std::vector<SearchDocument> documents;
};

struct Batch {
  std::vector<Step> steps;
  std::vector<ConversationId> unfinished;  // there is more, or their turn did not come
  std::size_t messages = 0;
};

// Reads what the index does not have yet and makes its documents. Lives for one transaction, which reads.
class BatchReader {
 public:
  BatchReader(Transaction& tx, const IndexBatchSize& size) : tx_(tx), size_(size) {}

  Batch read(std::span<const ConversationId> conversations) && {
    for (const ConversationId id : conversations) {
      if (is_full()) {
        batch_.unfinished.push_back(id);
      } else {
        follow(id);
      }
    }
    return std::move(batch_);
  }

 private:
  bool is_full() const { return batch_.messages >= size_.messages || bytes_ >= size_.bytes; }

  void follow(ConversationId id) {
    const auto conversation = tx_.conversations().find(id);
    const Rev since = tx_.search().progress(id);
    if (!conversation || conversation->rev <= since) return;
    Step step{.conversation = id, .since = since, .rev = conversation->rev, .documents = {}};
    const std::size_t limit = size_.messages - batch_.messages;
    const auto messages = tx_.messages().changed_since(*conversation, since, Seq(1), limit);
    for (const Message& message : messages) {
      step.documents.push_back(document_of(message));
      ++batch_.messages;
      bytes_ += message.body.size();
      if (!is_full()) continue;
      // Rows come by rev: what has this one has all before it.
      step.rev = message.rev;
      if (message.rev < conversation->rev) batch_.unfinished.push_back(id);
      break;
    }
    batch_.steps.push_back(std::move(step));
  }

  Transaction& tx_;
  IndexBatchSize size_;
  Batch batch_;
  std::size_t bytes_ = 0;
};

// Writes a batch's steps, but for the conversations that another indexer has brought further meanwhile; gives those.
Result<std::vector<ConversationId>> write_steps(Transaction& tx, std::span<const Step> steps) {
  std::vector<ConversationId> conversations;
  for (const Step& step : steps) conversations.push_back(step.conversation);
  const auto standing = tx.search().lock_progress(conversations);
  std::vector<SearchProgress> reached;
  std::vector<SearchDocument> documents;
  std::vector<ConversationId> overtaken;
  for (const Step& step : steps) {
    if (std::ranges::find(standing, SearchProgress{step.conversation, step.since}) == standing.end()) {
      overtaken.push_back(step.conversation);
      continue;
    }
    reached.push_back({step.conversation, step.rev});
    documents.insert(documents.end(), step.documents.begin(), step.documents.end());
  }
  if (!documents.empty()) tx.search().put(documents);
  if (!reached.empty()) tx.search().set_progress(reached);
  return overtaken;
}

// Whose messages changed by it.
const ConversationId* find_changed(const Event& event) {
  const auto* change = std::get_if<ConversationEvent>(&event);
  if (!change) return nullptr;
  const bool is_message = std::holds_alternative<MessageCreated>(change->change) ||
                          std::holds_alternative<MessageEdited>(change->change) ||
                          std::holds_alternative<MessageDeleted>(change->change);
  return is_message ? &change->conversation : nullptr;
}

}  // namespace

SearchIndexer::SearchIndexer(Executor loop, Database& database, Metrics& metrics,
                             std::function<std::size_t()> queued_writes, const IndexLimits& limits)
    : database_(database),
      metrics_(metrics),
      queued_writes_(std::move(queued_writes)),
      limits_(limits),
      schedule_(limits_, Instant::clock::now()),
      timer_(loop) {}

void SearchIndexer::changed(std::span<const Event> events) {
  const std::scoped_lock lock(mutex_);
  for (const Event& event : events) {
    const ConversationId* conversation = find_changed(event);
    if (!conversation) continue;
    ++changes_;
    if (changed_.size() < limits_.waiting) {
      changed_.insert(*conversation);
    } else {
      is_too_much_ = true;
    }
  }
}

Awaitable<void> SearchIndexer::run() {
  while (co_await pause(limits_.turn)) {
    co_await sweep();
    // The first batch of a turn judges by what happened during the last one, the others by what happens meanwhile.
    for (;;) {
      const Instant start = Instant::clock::now();
      const std::size_t changes = take_changes(start);
      const IndexWork work = schedule_.take(changes, queued_writes_());
      if (work.conversations.empty() || !co_await index(work)) break;
      if (work.is_busy || schedule_.waiting() == 0) break;
      // With very much to do, half of the time is for others.
      const auto took = std::chrono::ceil<milliseconds>(Instant::clock::now() - start);
      if (!co_await pause(took)) co_return;
    }
    const auto lag = std::chrono::ceil<seconds>(schedule_.lag(Instant::clock::now()));
    metrics_.search_lag_seconds.set(lag.count());
  }
}

// False when it is cancelled.
Awaitable<bool> SearchIndexer::pause(milliseconds time) {
  timer_.expires_after(time);
  boost::system::error_code cancelled;
  co_await timer_.async_wait(asio::redirect_error(use_awaitable, cancelled));
  co_return !cancelled;
}

// Lets the schedule know; gives the number of changes.
std::size_t SearchIndexer::take_changes(Instant now) {
  std::unordered_set<ConversationId> changed;
  std::size_t changes = 0;
  {
    const std::scoped_lock lock(mutex_);
    changed.swap(changed_);
    changes = std::exchange(changes_, 0);
    if (std::exchange(is_too_much_, false)) schedule_.lose();
  }
  for (const ConversationId conversation : changed) schedule_.add(conversation, now);
  return changes;
}

Awaitable<void> SearchIndexer::sweep() {
  const auto next = schedule_.next_sweep(Instant::clock::now());
  if (!next) co_return;
  const auto find = [after = next->after,
                     limit = limits_.swept_at_once](Transaction& tx) -> Result<std::vector<ConversationId>> {
    return tx.search().behind(after, limit);
  };
  const auto behind = co_await database_.read(find);
  if (behind) {
    schedule_.swept(*behind, Instant::clock::now());
  } else {
    schedule_.lose();
    co_await pause(kAfterFailure);
  }
}

// False when there is no going on right now.
Awaitable<bool> SearchIndexer::index(const IndexWork& work) {
  const auto read = [&work](Transaction& tx) -> Result<Batch> {
    return BatchReader(tx, work.size).read(work.conversations);
  };
  const Result<Batch> batch = co_await database_.read(read);
  Result<std::vector<ConversationId>> overtaken = std::vector<ConversationId>();
  if (batch && !batch->steps.empty()) {
    overtaken = co_await database_.write([steps = batch->steps](Transaction& tx) { return write_steps(tx, steps); });
  }
  const Instant now = Instant::clock::now();
  if (!batch || !overtaken) {
    log::debug("search.index_failed", {{"detail", (batch ? overtaken.error() : batch.error()).detail}});
    schedule_.put_back(work.conversations, now);
    co_await pause(kAfterFailure);
    co_return false;
  }
  metrics_.search_indexed.add(batch->messages);
  schedule_.put_back(batch->unfinished, now);
  schedule_.put_back(*overtaken, now);
  co_return true;
}

}  // namespace parley
