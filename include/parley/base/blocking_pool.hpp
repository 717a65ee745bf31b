// Runs work that blocks, such as password hashing, on threads of its own with a bounded queue. The queue serves its
// keys in turn (base/fair_queue.hpp). The composition root owns it; any thread may submit jobs. A coroutine awaits
// run() and continues on its own loop.
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
  // may wait, and at most `key_limit` of them with one key.
  BlockingPool(const std::string& name, std::size_t threads, std::size_t queue_limit, std::size_t key_limit);
  BlockingPool(const std::string& name, std::size_t threads, std::size_t queue_limit)
      : BlockingPool(name, threads, queue_limit, queue_limit) {}
  // Runs the jobs that are still queued, then joins the threads.
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  // Queues the job. Returns false and drops the job if there is no place for it or the pool is being destroyed. If a
  // job with another key takes its place later, it is dropped too, and `refuse` is called in its stead.
  [[nodiscard]] bool try_submit(Job job, const std::string& key = {}, Job refuse = [] {});
  // Returns the number of jobs that wait for a thread.
  std::size_t queued() const;

  // Runs `work` on one of the pool's threads, resumes the caller on its loop and returns the result of `work`. Jobs
  // with different keys are served in turn. Errors: `overloaded` if there is no place in the queue. REQUIRES: `work`
  // returns a Result and does not throw; it holds nothing that belongs to the caller's loop.
  template <class Work>
  auto run(Work work, std::string key = {}) -> Awaitable<std::invoke_result_t<Work&>> {
    using R = std::invoke_result_t<Work&>;
    const Executor loop = co_await this_loop;
    auto initiate = [this, loop, work = std::move(work), key = std::move(key)](auto handler) mutable {
      // The job, its refusal and this function share the handler. One of them completes it.
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      auto finish = [loop, shared](R result) {
        asio::post(loop, [shared, result = std::move(result)]() mutable { (*shared)(std::move(result)); });
      };
      const auto refuse = [finish] { finish(fail(ErrorCode::overloaded, "The server is busy. Try again shortly.")); };
      auto job = [work = std::move(work), finish]() mutable { finish(work()); };
      if (!try_submit(std::move(job), key, refuse)) refuse();
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(R)>(std::move(initiate),
                                                                                            use_awaitable);
  }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace parley
