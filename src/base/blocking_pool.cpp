#include <parley/base/blocking_pool.hpp>

#include <condition_variable>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <vector>

#include <parley/base/fair_queue.hpp>

namespace parley {

struct BlockingPool::State {
  struct Waiting {
    Job job;
    Job refuse;
  };

  explicit State(FairQueue<Waiting> queue) : jobs(std::move(queue)) {}

  std::mutex mutex;
  std::condition_variable wake;
  FairQueue<Waiting> jobs;
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
        job = std::move(jobs.pop().job);
      }
      job();
    }
  }
};

BlockingPool::BlockingPool(const std::string& name, std::size_t threads, std::size_t queue_limit, std::size_t key_limit)
    : state_(std::make_unique<State>(FairQueue<State::Waiting>(queue_limit, key_limit))) {
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

bool BlockingPool::try_submit(Job job, const std::string& key, Job refuse) {
  FairQueue<State::Waiting>::Pushed pushed;
  {
    std::scoped_lock lock(state_->mutex);
    if (!state_->stopping) pushed = state_->jobs.push(key, {std::move(job), std::move(refuse)});
  }
  if (!pushed.is_queued) return false;
  if (pushed.displaced) pushed.displaced->refuse();
  state_->wake.notify_one();
  return true;
}

std::size_t BlockingPool::queued() const {
  std::scoped_lock lock(state_->mutex);
  return state_->jobs.size();
}

}  // namespace parley
