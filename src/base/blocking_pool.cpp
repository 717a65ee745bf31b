#include <parley/base/blocking_pool.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <vector>

namespace parley {

struct BlockingPool::State {
  std::size_t queue_limit;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Job> jobs;
  bool stopping = false;
  std::vector<std::jthread> threads;

  // Runs jobs until the pool stops and no job is left. The lock is not held while a job runs.
  void work() {
    for (;;) {
      Job job;
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return stopping || !jobs.empty(); });
        if (jobs.empty()) return;
        job = std::move(jobs.front());
        jobs.pop_front();
      }
      job();
    }
  }
};

BlockingPool::BlockingPool(const std::string& name, std::size_t threads, std::size_t queue_limit)
    : state_(std::make_unique<State>()) {
  state_->queue_limit = queue_limit;
  for (std::size_t i = 0; i < threads; ++i) {
    state_->threads.emplace_back([state = state_.get()] { state->work(); });
    pthread_setname_np(state_->threads.back().native_handle(), name.substr(0, 15).c_str());
  }
}

BlockingPool::~BlockingPool() {
  {
    std::scoped_lock lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  state_->threads.clear();
}

bool BlockingPool::try_submit(Job job) {
  {
    std::scoped_lock lock(state_->mutex);
    if (state_->stopping || state_->jobs.size() >= state_->queue_limit) return false;
    state_->jobs.push_back(std::move(job));
  }
  state_->wake.notify_one();
  return true;
}

std::size_t BlockingPool::queued() const {
  std::scoped_lock lock(state_->mutex);
  return state_->jobs.size();
}

}  // namespace parley
