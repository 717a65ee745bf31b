// Runs work against a database and waits for it, so that a test is one thread that does one thing after the other.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <parley/store/database.hpp>

namespace parley::testing {

template <class Work>
class SynchronousUnit final : public UnitOfWork {
  using R = std::invoke_result_t<Work&, Transaction&>;

 public:
  SynchronousUnit(Work work, std::promise<R> promise) : work_(std::move(work)), promise_(std::move(promise)) {}

  bool execute(Transaction& transaction) override {
    result_.emplace(work_(transaction));
    return result_->has_value();
  }

  void finish(Result<void> outcome) override {
    promise_.set_value(outcome ? std::move(*result_) : R(std::unexpected(std::move(outcome).error())));
  }

 private:
  Work work_;
  std::promise<R> promise_;
  std::optional<R> result_;
};

// Returns when the work has started.
template <class Work>
auto start(Database& database, Access access, Work work) {
  std::promise<std::invoke_result_t<Work&, Transaction&>> promise;
  auto future = promise.get_future();
  database.submit(access, std::make_unique<SynchronousUnit<Work>>(std::move(work), std::move(promise)));
  return future;
}

// Runs work that returns a Result, as services write it.
template <class Work>
auto attempt(Database& database, Access access, Work work) {
  return start(database, access, std::move(work)).get();
}

// Runs work that returns a value and has to succeed.
template <class Work>
auto perform(Database& database, Access access, Work work) {
  using T = std::invoke_result_t<Work&, Transaction&>;
  if constexpr (std::is_void_v<T>) {
    auto result = attempt(database, access, [&](Transaction& transaction) -> Result<bool> {
      work(transaction);
      return true;
    });
    if (!result) throw std::runtime_error(result.error().detail);
  } else {
    auto result = attempt(database, access, [&](Transaction& transaction) -> Result<T> { return work(transaction); });
    if (!result) throw std::runtime_error(result.error().detail);
    return *std::move(result);
  }
}

}  // namespace parley::testing
