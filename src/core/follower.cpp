// The loop takes the noted changes once a turn, asks the schedule for batches, and handles each batch in two
// transactions: BatchReader reads and decides, write_batch() writes decisions and progress. A failed batch goes back to
// the queue.
#include <parley/core/follower.hpp>

#include <algorithm>
#include <utility>
#include <variant>

#include <boost/asio/redirect_error.hpp>

#include <parley/base/log.hpp>
#include <parley/core/store/conversations.hpp>
#include <parley/core/store/messages.hpp>

namespace parley {
namespace {

constexpr milliseconds kAfterFailure{1000};

// The part of one conversation in a batch.
struct Step {
  ConversationId conversation;
  Rev since;
  Rev rev;  // the progress after the decisions are written
};

struct Batch {
  std::vector<Step> steps;
  std::shared_ptr<FollowDecisions> decisions;
  std::vector<ConversationId> unfinished;  // they have further changes, or the batch was full before their turn
  std::size_t messages = 0;
};

// Reads the messages beyond the progress and passes them to the decisions. Lives as long as the reading transaction.
class BatchReader {
 public:
  BatchReader(Transaction& tx, const FollowerTask& task, const FollowBatchSize& size)
      : tx_(tx), progress_(task.progress(tx)), size_(size) {
    batch_.decisions = task.begin_batch();
  }

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
    const auto conversation = tx_.store<ConversationStore>().find(id);
    const Rev since = progress_->progress(id);
    if (!conversation || conversation->rev <= since) return;
    Step step{.conversation = id, .since = since, .rev = conversation->rev};
    const std::size_t limit = size_.messages - batch_.messages;
    const auto messages = tx_.store<MessageStore>().changed_since(*conversation, since, Seq(1), limit);
    for (const Message& message : messages) {
      batch_.decisions->add(tx_, message);
      ++batch_.messages;
      bytes_ += message.content.size();
      if (!is_full()) continue;
      // Messages are ascending by rev, so all changes up to this message are handled.
      step.rev = message.rev;
      if (message.rev < conversation->rev) batch_.unfinished.push_back(id);
      break;
    }
    batch_.steps.push_back(step);
  }

  Transaction& tx_;
  std::unique_ptr<FollowProgressStore> progress_;
  FollowBatchSize size_;
  Batch batch_;
  std::size_t bytes_ = 0;
};

// Writes the decisions and the new progress. Returns the conversations that another node has handled meanwhile; it
// writes nothing about them. They are recognized by a progress that is not the one from which this batch was read.
std::vector<ConversationId> write_batch(Transaction& tx, FollowProgressStore& progress, const Batch& batch) {
  std::vector<ConversationId> conversations;
  for (const Step& step : batch.steps) conversations.push_back(step.conversation);
  const auto standing = progress.lock_progress(conversations);
  std::vector<FollowProgress> reached;
  std::vector<ConversationId> overtaken;
  for (const Step& step : batch.steps) {
    if (std::ranges::find(standing, FollowProgress{step.conversation, step.since}) == standing.end()) {
      overtaken.push_back(step.conversation);
    } else {
      reached.push_back({step.conversation, step.rev});
    }
  }
  batch.decisions->write(tx, overtaken);
  if (!reached.empty()) progress.set_progress(reached);
  return overtaken;
}

// Returns the conversation whose messages the event changed, or nothing.
const ConversationId* find_changed(const Event& event) {
  const auto* change = std::get_if<ConversationEvent>(&event);
  if (!change) return nullptr;
  const bool is_message = std::holds_alternative<MessageCreated>(change->change) ||
                          std::holds_alternative<MessageEdited>(change->change) ||
                          std::holds_alternative<MessageDeleted>(change->change);
  return is_message ? &change->conversation : nullptr;
}

}  // namespace

Follower::Follower(Executor loop, Database& database, std::unique_ptr<FollowerTask> task, FollowerMetrics metrics,
                   std::function<std::size_t()> queued_writes, const FollowLimits& limits)
    : database_(database),
      task_(std::move(task)),
      metrics_(metrics),
      queued_writes_(std::move(queued_writes)),
      limits_(limits),
      schedule_(limits_, Instant::clock::now()),
      timer_(loop) {}

void Follower::changed(std::span<const Event> events) {
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

Awaitable<void> Follower::run() {
  while (co_await pause(limits_.turn)) {
    co_await sweep();
    // The size of the first batch depends on the changes since the last turn, the size of the others on the changes
    // since the batch before.
    for (;;) {
      const Instant start = Instant::clock::now();
      const std::size_t changes = take_changes(start);
      const FollowWork work = schedule_.take(changes, queued_writes_());
      if (work.conversations.empty() || !co_await follow(work)) break;
      if (work.is_busy || schedule_.waiting() == 0) break;
      // If there is very much to do, the follower leaves half of the time to others.
      const auto took = std::chrono::ceil<milliseconds>(Instant::clock::now() - start);
      if (!co_await pause(took)) co_return;
    }
    const auto lag = std::chrono::ceil<seconds>(schedule_.lag(Instant::clock::now()));
    metrics_.lag_seconds.set(lag.count());
  }
}

// Returns false if the follower is cancelled.
Awaitable<bool> Follower::pause(milliseconds time) {
  timer_.expires_after(time);
  boost::system::error_code cancelled;
  co_await timer_.async_wait(asio::redirect_error(use_awaitable, cancelled));
  co_return !cancelled;
}

// Passes the noted changes to the schedule and returns their number.
std::size_t Follower::take_changes(Instant now) {
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

// Asks the database for conversations with changes beyond the progress, if a sweep is due.
Awaitable<void> Follower::sweep() {
  const auto next = schedule_.next_sweep(Instant::clock::now());
  if (!next) co_return;
  const auto find = [this, after = next->after](Transaction& tx) -> Result<std::vector<ConversationId>> {
    return task_->progress(tx)->behind(after, limits_.swept_at_once);
  };
  const auto behind = co_await database_.read(find);
  if (behind) {
    schedule_.swept(*behind, Instant::clock::now());
  } else {
    schedule_.lose();
    co_await pause(kAfterFailure);
  }
}

// Handles one batch: reads it in one transaction and writes the outcome in another, so that reading delays no writer.
// Returns false if the database failed and the follower has to pause.
Awaitable<bool> Follower::follow(const FollowWork& work) {
  const auto read = [this, &work](Transaction& tx) -> Result<Batch> {
    return BatchReader(tx, *task_, work.size).read(work.conversations);
  };
  const Result<Batch> batch = co_await database_.read(read);
  Result<std::vector<ConversationId>> overtaken = std::vector<ConversationId>();
  if (batch && !batch->steps.empty()) {
    const auto write = [this, batch = *batch](Transaction& tx) -> Result<std::vector<ConversationId>> {
      return write_batch(tx, *task_->progress(tx), batch);
    };
    overtaken = co_await database_.write(write);
  }
  const Instant now = Instant::clock::now();
  if (!batch || !overtaken) {
    log::debug("follower.failed",
               {{"follower", task_->name()}, {"detail", (batch ? overtaken.error() : batch.error()).detail}});
    schedule_.put_back(work.conversations, now);
    co_await pause(kAfterFailure);
    co_return false;
  }
  metrics_.messages.add(batch->messages);
  schedule_.put_back(batch->unfinished, now);
  schedule_.put_back(*overtaken, now);
  co_return true;
}

}  // namespace parley
