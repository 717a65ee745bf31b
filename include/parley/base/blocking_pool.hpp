// Runs work that blocks, such as password hashing, on threads of its own with a bounded queue. The composition root
// owns it; any thread may submit jobs. A coroutine awaits run() and continues on its own loop.
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

  // `name` is the threads' name in debuggers and in top, of which the system shows 15 bytes. At most `queue_limit` jobs
  // may wait.
  BlockingPool(const std::string& name, std::size_t threads, std::size_t queue_limit);
  // Runs the jobs that are still queued, then joins the threads.
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  // Queues the job. Returns false and drops the job if the queue is full or the pool is being destroyed.
  [[nodiscard]] bool try_submit(Job job);
  // Returns the number of jobs that wait for a thread.
  std::size_t queued() const;

  // Runs `work` on one of the pool's threads, resumes the caller on its loop and returns the result of `work`. Errors:
  // `overloaded` at once if the queue is full.
  // REQUIRES: `work` returns a Result and does not throw; it holds nothing that belongs to the caller's loop.
  template <class Work>
  auto run(Work work) -> Awaitable<std::invoke_result_t<Work&>> {
    using R = std::invoke_result_t<Work&>;
    const Executor loop = co_await this_loop;
    auto initiate = [this, loop, work = std::move(work)](auto handler) mutable {
      // Two owners share the handler: the job, and this function, which completes it if the pool refuses the job.
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
