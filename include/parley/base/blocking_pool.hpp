// Threads for work that blocks (password hashing, say), with a bounded queue. Owned by the composition root; any thread
// may submit. A coroutine awaits run() and goes on on its own loop.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <parley/base/task.hpp>

namespace parley {

class BlockingPool {
 public:
  using Job = std::move_only_function<void()>;

  // `queue_limit` jobs may wait; one more is refused.
  BlockingPool(const std::string& name, std::size_t threads, std::size_t queue_limit);
  // Runs what is queued, then joins.
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  // False when the queue is full: the job was not taken.
  [[nodiscard]] bool try_submit(Job job);
  std::size_t queued() const;

  // Runs `work`, which returns a Result and does not throw, on the pool and resumes the caller on its loop. Answers
  // `overloaded` at once when the queue is full.
  template <class Work>
  auto run(Work work) -> Awaitable<std::invoke_result_t<Work&>> {
    using R = std::invoke_result_t<Work&>;
    const Executor loop = co_await this_loop;
    auto initiate = [this, loop, work = std::move(work)](auto handler) mutable {
      // The handler is shared so that a refused job can still be answered.
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      auto finish = [loop, shared](R result) {
        asio::post(loop, [shared, result = std::move(result)]() mutable { (*shared)(std::move(result)); });
      };
      if (!try_submit([work = std::move(work), finish]() mutable { finish(work()); })) {
        finish(fail(ErrorCode::overloaded, "The server is busy. Try again shortly."));
      }
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(R)>(std::move(initiate),
                                                                                            use_awaitable);
  }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parley
