// Does requests of one kind together. Requests that come while a transaction is under way go into the next one, so that
// they share its cost and its round trip to the database. A request that comes while nothing is under way is done at
// once. Any thread may ask. Each caller is resumed on its own loop; all callers of one batch and loop are resumed in
// one turn of the loop. The service that asks owns it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/store/batcher.hpp>
#include <parley/store/database.hpp>

namespace parley {

template <class Request, class Answer>
class Coalescer {
 public:
  // Returns one result for each request, in their order. It runs on the database's thread, and may run again after a
  // conflict.
  using Work = std::function<std::vector<Result<Answer>>(Transaction&, std::span<const Request>)>;
  // Gets the results of each batch and the time that it took, before any caller is resumed. Runs on the database's
  // thread.
  using Observer = std::function<void(std::span<const Result<Answer>>, std::chrono::nanoseconds)>;

  struct Options {
    Access access = Access::read;
    std::optional<std::size_t> lane = std::nullopt;  // the database's lane, for writes whose order counts
    BatcherLimits limits;
  };

  Coalescer(Database& database, Options options, Work work, Observer observer = {})
      : database_(database),
        options_(options),
        work_(std::move(work)),
        observer_(std::move(observer)),
        batcher_(options.limits) {}
  // Waits until all requests are done.
  // REQUIRES: the database and the loops still exist.
  ~Coalescer() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return unfinished_batches_ == 0; });
  }
  Coalescer(const Coalescer&) = delete;
  Coalescer& operator=(const Coalescer&) = delete;

  // Does the request and returns its result. The request is done even if the caller is cancelled meanwhile. Errors:
  // those of the work; overloaded, if too many requests wait; unavailable, if the database fails.
  Task<Answer> ask(Request request) {
    const Executor loop = co_await this_loop;
    auto initiate = [this, loop](auto handler, Request asked) {
      submit({std::move(asked), {loop, Completion(std::move(handler))}});
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(Result<Answer>)>(
        std::move(initiate), use_awaitable, std::move(request));
  }

  // Returns the number of requests that wait.
  std::size_t waiting() const {
    std::scoped_lock lock(mutex_);
    return batcher_.waiting();
  }

 private:
  using Completion = std::move_only_function<void(Result<Answer>)>;

  // A caller that waits for its result, and the loop on which it is resumed.
  struct Asker {
    Executor loop;
    Completion complete;
  };
  struct Pending {
    Request request;
    Asker asker;
  };
  // The results for the callers of one loop.
  struct LoopResults {
    Executor loop;
    std::vector<std::pair<Completion, Result<Answer>>> results;
  };
  class Batch;

  void submit(Pending pending) {
    std::vector<Pending> batch;
    {
      std::scoped_lock lock(mutex_);
      if (auto refused = batcher_.add(std::move(pending))) return refuse(std::move(refused->asker));
      batch = take();
    }
    begin(std::move(batch));
  }

  // REQUIRES: the mutex is held.
  std::vector<Pending> take() {
    auto batch = batcher_.take();
    if (!batch.empty()) ++unfinished_batches_;
    return batch;
  }

  void begin(std::vector<Pending> batch) {
    if (batch.empty()) return;
    auto unit = std::make_unique<Batch>(*this, std::move(batch));
    unit->lane = options_.lane;
    database_.submit(options_.access, std::move(unit));
  }

  void finished(std::vector<Asker> askers, std::vector<Result<Answer>> results, std::chrono::nanoseconds duration) {
    if (observer_) observer_(results, duration);
    std::vector<Pending> next;
    {
      std::scoped_lock lock(mutex_);
      batcher_.done();
      next = take();
    }
    // The next batch begins before the callers are resumed, because other callers already wait for the database.
    begin(std::move(next));
    deliver(std::move(askers), std::move(results));
    std::scoped_lock lock(mutex_);
    --unfinished_batches_;
    idle_.notify_all();
  }

  static void refuse(Asker asker) {
    asio::post(asker.loop,
               [complete = std::move(asker.complete)]() mutable { complete(std::unexpected(busy_error())); });
  }

  // Resumes the callers. Each loop is woken once, for all of its callers.
  static void deliver(std::vector<Asker> askers, std::vector<Result<Answer>> results) {
    std::vector<LoopResults> loops;
    for (std::size_t i = 0; i < askers.size(); ++i) {
      results_of(loops, askers[i].loop).results.emplace_back(std::move(askers[i].complete), std::move(results[i]));
    }
    for (LoopResults& loop : loops) {
      asio::post(loop.loop, [results = std::move(loop.results)]() mutable {
        for (auto& [complete, result] : results) complete(std::move(result));
      });
    }
  }

  static LoopResults& results_of(std::vector<LoopResults>& loops, const Executor& loop) {
    for (LoopResults& known : loops) {
      if (known.loop == loop) return known;
    }
    return loops.emplace_back(loop);
  }

  Database& database_;
  const Options options_;
  const Work work_;
  const Observer observer_;
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  Batcher<Pending> batcher_;
  std::size_t unfinished_batches_ = 0;  // batches that were taken, and whose callers do not have their results yet
};

template <class Request, class Answer>
class Coalescer<Request, Answer>::Batch final : public UnitOfWork {
 public:
  Batch(Coalescer& owner, std::vector<Pending> pending) : owner_(owner), started_(Instant::clock::now()) {
    requests_.reserve(pending.size());
    askers_.reserve(pending.size());
    for (auto& [request, asker] : pending) {
      requests_.push_back(std::move(request));
      askers_.push_back(std::move(asker));
    }
  }

  bool execute(Transaction& transaction) override {
    results_ = owner_.work_(transaction, requests_);
    return true;
  }

  void finish(Result<void> outcome) override {
    if (!outcome) results_.assign(askers_.size(), std::unexpected(std::move(outcome).error()));
    owner_.finished(std::move(askers_), std::move(results_), Instant::clock::now() - started_);
  }

 private:
  Coalescer& owner_;
  std::vector<Request> requests_;
  std::vector<Asker> askers_;
  std::vector<Result<Answer>> results_;
  Instant started_;
};

}  // namespace parley
