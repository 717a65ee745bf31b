#include <parley/store/message_writer.hpp>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include <boost/asio/post.hpp>

#include <parley/store/write_batcher.hpp>

namespace parley {
namespace {

using Completion = std::move_only_function<void(Result<SentMessage>)>;

// A sender who waits, and the loop to be resumed on.
struct Sender {
  Executor loop;
  Completion complete;
};

struct Pending {
  NewMessage message;
  Sender sender;
};

// What came of the messages of one loop's senders.
struct LoopResults {
  Executor loop;
  std::vector<std::pair<Completion, Result<SentMessage>>> results;
};

LoopResults& results_of(std::vector<LoopResults>& loops, const Executor& loop) {
  for (LoopResults& known : loops) {
    if (known.loop == loop) return known;
  }
  return loops.emplace_back(loop);
}

// Wakes each loop once, however many of its senders are answered.
void deliver(std::vector<Sender> senders, std::vector<Result<SentMessage>> results) {
  std::vector<LoopResults> loops;
  for (std::size_t i = 0; i < senders.size(); ++i) {
    results_of(loops, senders[i].loop).results.emplace_back(std::move(senders[i].complete), std::move(results[i]));
  }
  for (LoopResults& loop : loops) {
    asio::post(loop.loop, [results = std::move(loop.results)]() mutable {
      for (auto& [complete, result] : results) complete(std::move(result));
    });
  }
}

}  // namespace

// One batch after the other of some of the conversations. Any thread sends; the rest happens on the database's.
class MessageWriter::Lane {
 public:
  Lane(std::size_t number, Database& database, const Clock& clock, WriteBatcherLimits limits,
       const BatchObserver& observer)
      : number_(number), database_(database), clock_(clock), observer_(observer), batcher_(limits) {}

  ~Lane() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return unfinished_batches_ == 0; });
  }

  void send(Pending pending) {
    std::vector<Pending> batch;
    {
      std::scoped_lock lock(mutex_);
      if (auto refused = batcher_.add(std::move(pending))) return refuse(std::move(refused->sender));
      batch = take();
    }
    write(std::move(batch));
  }

  std::size_t queued() const {
    std::scoped_lock lock(mutex_);
    return batcher_.waiting();
  }

 private:
  class Batch;

  // With the mutex held.
  std::vector<Pending> take() {
    auto batch = batcher_.take();
    if (!batch.empty()) ++unfinished_batches_;
    return batch;
  }

  static void refuse(Sender sender) {
    Error error{.code = ErrorCode::overloaded, .detail = "Too many messages are waiting. Try again shortly."};
    error.retry_after = kBusyRetry;
    asio::post(sender.loop, [complete = std::move(sender.complete), error = std::move(error)]() mutable {
      complete(std::unexpected(std::move(error)));
    });
  }

  void write(std::vector<Pending> batch);
  void finished(std::vector<Sender> senders, std::vector<Result<SentMessage>> results,
                std::chrono::nanoseconds duration);

  static constexpr milliseconds kBusyRetry{500};

  const std::size_t number_;
  Database& database_;
  const Clock& clock_;
  const BatchObserver& observer_;
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  WriteBatcher<Pending> batcher_;
  std::size_t unfinished_batches_ = 0;  // taken, and their senders not yet answered
};

class MessageWriter::Lane::Batch final : public UnitOfWork {
 public:
  Batch(Lane& lane, std::vector<Pending> pending) : lane_(lane), started_(std::chrono::steady_clock::now()) {
    messages_.reserve(pending.size());
    senders_.reserve(pending.size());
    for (auto& [message, sender] : pending) {
      messages_.push_back(std::move(message));
      senders_.push_back(std::move(sender));
    }
  }

  bool execute(Transaction& transaction) override {
    results_ = transaction.messages().append(messages_, lane_.clock_.now());
    for (const auto& result : results_) {
      if (!result || result->duplicate) continue;
      const Message& message = result->message;
      transaction.announce(ConversationEvent{message.conversation, message.rev, MessageCreated{message}});
    }
    return true;
  }

  void finish(std::optional<Error> failure) override {
    if (failure) results_.assign(senders_.size(), std::unexpected(*failure));
    lane_.finished(std::move(senders_), std::move(results_), std::chrono::steady_clock::now() - started_);
  }

 private:
  Lane& lane_;
  std::vector<NewMessage> messages_;
  std::vector<Sender> senders_;
  std::vector<Result<SentMessage>> results_;
  std::chrono::steady_clock::time_point started_;
};

void MessageWriter::Lane::write(std::vector<Pending> batch) {
  if (batch.empty()) return;
  auto unit = std::make_unique<Batch>(*this, std::move(batch));
  unit->lane = number_;
  database_.submit(Access::write, std::move(unit));
}

void MessageWriter::Lane::finished(std::vector<Sender> senders, std::vector<Result<SentMessage>> results,
                                   std::chrono::nanoseconds duration) {
  if (observer_) {
    const auto duplicates =
        std::ranges::count_if(results, [](const auto& result) { return result && result->duplicate; });
    observer_({senders.size(), static_cast<std::size_t>(duplicates), duration});
  }
  std::vector<Pending> next;
  {
    std::scoped_lock lock(mutex_);
    batcher_.written();
    next = take();
  }
  // The disk first: it is what the others wait for.
  write(std::move(next));
  deliver(std::move(senders), std::move(results));
  std::scoped_lock lock(mutex_);
  --unfinished_batches_;
  idle_.notify_all();
}

MessageWriter::MessageWriter(Database& database, const Clock& clock, MessageWriterLimits limits, BatchObserver observer)
    : observer_(std::move(observer)) {
  const WriteBatcherLimits lane_limits{.batch = limits.batch_messages, .waiting = limits.queued_messages};
  for (std::size_t i = 0; i < limits.lanes; ++i) {
    lanes_.push_back(std::make_unique<Lane>(i, database, clock, lane_limits, observer_));
  }
}

MessageWriter::~MessageWriter() = default;

Task<SentMessage> MessageWriter::send(NewMessage message) {
  Lane& lane = *lanes_[lane_of(message.conversation) % lanes_.size()];
  const Executor loop = co_await this_loop;
  auto initiate = [&lane, loop](auto handler, NewMessage sent) {
    lane.send({std::move(sent), {loop, Completion(std::move(handler))}});
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(Result<SentMessage>)>(
      std::move(initiate), use_awaitable, std::move(message));
}

std::size_t MessageWriter::queued() const {
  std::size_t queued = 0;
  for (const auto& lane : lanes_) queued += lane->queued();
  return queued;
}

}  // namespace parley
