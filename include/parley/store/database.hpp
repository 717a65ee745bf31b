// The database behind one interface: SQLite for an embedded server, PostgreSQL for a cluster. Work runs on the
// database's own threads, and the caller is resumed on its loop. The composition root owns it; any thread may call it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <parley/base/task.hpp>
#include <parley/store/transaction.hpp>

namespace parley {

// A piece of work that runs in one transaction, on a thread of the database.
class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;
  // Runs in the transaction. Returns true to commit it, false to roll it back. It may be called again after a conflict.
  virtual bool execute(Transaction& transaction) = 0;
  // Called once, at the end. The outcome has a value after a commit and after a rollback that execute() asked for.
  // After a commit the commit listener has been called already. Otherwise the outcome is the error that prevented both.
  virtual void finish(Result<void> outcome) = 0;

  // Writes of one lane run one after the other, in the order in which they were submitted. Writes without a lane run in
  // any order.
  std::optional<std::size_t> lane;
};

// Returns the lane for writes of a conversation, so that they run in the order in which they were submitted.
inline std::size_t lane_of(ConversationId conversation) { return std::hash<ConversationId>{}(conversation); }

enum class Access { read, write };

// These return the errors with which work ends: if too much waits already, if the database fails, and if the work
// throws an exception that is not the database's.
inline Error busy_error() {
  return {.code = ErrorCode::overloaded,
          .detail = "The server is busy. Try again shortly.",
          .retry_after = milliseconds(500)};
}
inline Error unavailable_error(Access access) {
  return {.code = ErrorCode::unavailable,
          .detail = access == Access::read ? "The database cannot be read. Try again shortly."
                                           : "The database cannot be written to. Try again shortly.",
          .retry_after = seconds(1)};
}
inline Error internal_error() { return {.code = ErrorCode::internal, .detail = "Something went wrong."}; }

struct DatabaseStatus {
  bool reachable = true;
  // How often the database has failed since the start. After a failure it is not known whether a transaction was
  // committed, so there may be events that were committed and not announced.
  std::uint64_t failures = 0;
  std::size_t queued_reads = 0;
  std::size_t queued_writes = 0;
};

// Hears how long the database worked for a user. Called on a thread of the database.
using WorkListener = std::function<void(UserId, std::chrono::nanoseconds)>;

class Database {
 public:
  virtual ~Database() = default;

  // Sets the listener that hears the time of all work that was submitted for a user.
  // REQUIRES: nothing was submitted yet.
  void set_work_listener(WorkListener listener) { work_listener_ = std::move(listener); }

  // Queues the work. If the queue is full, finishes the work at once with the error `overloaded`.
  virtual void submit(Access access, std::unique_ptr<UnitOfWork> work) = 0;
  // Sets the listener that gets the events after each commit.
  // REQUIRES: nothing was submitted yet.
  virtual void set_commit_listener(CommitListener listener) = 0;
  virtual DatabaseStatus status() const = 0;

  // Runs work(Transaction&) -> Result<T> on one consistent snapshot, and returns its result. The time that it takes is
  // reported as that of `payer`. Errors: also unavailable and overloaded, of the database.
  template <class Work>
  auto read(Work work, std::optional<UserId> payer = std::nullopt) {
    return run(Access::read, std::move(work), std::nullopt, payer);
  }

  // Runs work(Transaction&) -> Result<T>, and returns its result after the commit; an error rolls back. The time that
  // it takes is reported as that of `payer`. Errors: also unavailable and overloaded, of the database. REQUIRES: the
  // work changes nothing outside the transaction, since it may run again after a conflict.
  template <class Work>
  auto write(Work work, std::optional<std::size_t> lane = std::nullopt, std::optional<UserId> payer = std::nullopt) {
    return run(Access::write, std::move(work), lane, payer);
  }

 private:
  template <class Work, class Handler>
  class Awaited;

  template <class Work>
  auto run(Access access, Work work, std::optional<std::size_t> lane, std::optional<UserId> payer)
      -> Awaitable<std::invoke_result_t<Work&, Transaction&>> {
    using R = std::invoke_result_t<Work&, Transaction&>;
    const Executor loop = co_await this_loop;
    auto initiate = [this, access, loop, lane, payer](auto handler, Work inner) {
      auto unit = std::make_unique<Awaited<Work, decltype(handler)>>(loop, std::move(inner), std::move(handler));
      unit->lane = lane;
      if (payer && work_listener_) unit->report_time = [this, payer](auto time) { work_listener_(*payer, time); };
      submit(access, std::move(unit));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(R)>(
        std::move(initiate), use_awaitable, std::move(work));
  }

  WorkListener work_listener_;
};

template <class Work, class Handler>
class Database::Awaited final : public UnitOfWork {
  using R = std::invoke_result_t<Work&, Transaction&>;

 public:
  Awaited(Executor loop, Work work, Handler handler)
      : loop_(std::move(loop)), work_(std::move(work)), handler_(std::move(handler)) {}

  bool execute(Transaction& transaction) override {
    const Instant begun = report_time ? Instant::clock::now() : Instant();
    result_.emplace(work_(transaction));
    if (report_time) report_time(Instant::clock::now() - begun);
    return result_->has_value();
  }

  std::function<void(std::chrono::nanoseconds)> report_time;  // empty if nobody pays for the work

  void finish(Result<void> outcome) override {
    R result = outcome ? std::move(*result_) : R(std::unexpected(std::move(outcome).error()));
    asio::post(loop_, [handler = std::move(handler_), result = std::move(result)]() mutable {
      std::move(handler)(std::move(result));
    });
  }

 private:
  Executor loop_;
  Work work_;
  Handler handler_;
  std::optional<R> result_;
};

}  // namespace parley
