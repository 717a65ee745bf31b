// The database behind one interface: SQLite embedded, PostgreSQL in production. Owned by the composition root, asked
// from any loop. Work runs on the database's own threads; the caller is resumed on its loop.
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

// Work as the database's threads see it.
class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;
  // Runs in the transaction; true commits it, false rolls it back.
  virtual bool execute(Transaction& transaction) = 0;
  // Called once, after the commit or rollback and after the commit listener; or with the reason why there was neither.
  virtual void finish(std::optional<Error> failure) = 0;

  // Writes of one lane run one after the other, in the order in which they were submitted; those of none in any.
  std::optional<std::size_t> lane;
};

// What is asked of one conversation is done in the order in which it was asked.
inline std::size_t lane_of(ConversationId conversation) { return std::hash<ConversationId>{}(conversation); }

enum class Access { read, write };

struct DatabaseStatus {
  bool reachable = true;
  // How often it failed since the start. After a failure it is unknown whether what was being committed was, so that
  // there may be events nobody was told of.
  std::uint64_t failures = 0;
  std::size_t queued_reads = 0;
  std::size_t queued_writes = 0;
};

class Database {
 public:
  virtual ~Database() = default;

  // Queues the work; with a full queue finishes it at once with `overloaded`.
  virtual void submit(Access access, std::unique_ptr<UnitOfWork> work) = 0;
  virtual void set_commit_listener(CommitListener listener) = 0;  // before the first write
  virtual DatabaseStatus status() const = 0;

  // Runs work(Transaction&) -> Result<T> on one consistent snapshot.
  template <class Work>
  auto read(Work work) {
    return run(Access::read, std::move(work), std::nullopt);
  }

  // Runs work(Transaction&) -> Result<T>; the value is given once it has been committed. The work may run again after a
  // conflict with another writer, so it changes nothing outside the transaction.
  template <class Work>
  auto write(Work work, std::optional<std::size_t> lane = std::nullopt) {
    return run(Access::write, std::move(work), lane);
  }

 private:
  template <class Work, class Handler>
  class Awaited;

  template <class Work>
  auto run(Access access, Work work, std::optional<std::size_t> lane)
      -> Awaitable<std::invoke_result_t<Work&, Transaction&>> {
    using R = std::invoke_result_t<Work&, Transaction&>;
    const Executor loop = co_await this_loop;
    auto initiate = [this, access, loop, lane](auto handler, Work inner) {
      auto unit = std::make_unique<Awaited<Work, decltype(handler)>>(loop, std::move(inner), std::move(handler));
      unit->lane = lane;
      submit(access, std::move(unit));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(R)>(
        std::move(initiate), use_awaitable, std::move(work));
  }
};

template <class Work, class Handler>
class Database::Awaited final : public UnitOfWork {
  using R = std::invoke_result_t<Work&, Transaction&>;

 public:
  Awaited(Executor loop, Work work, Handler handler)
      : loop_(std::move(loop)), work_(std::move(work)), handler_(std::move(handler)) {}

  bool execute(Transaction& transaction) override {
    result_.emplace(work_(transaction));
    return result_->has_value();
  }

  void finish(std::optional<Error> failure) override {
    R result = failure ? R(std::unexpected(std::move(*failure))) : std::move(*result_);
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
