// A bounded queue that serves its keys in turn, so that one key with many jobs delays the others by one job each. Pure;
// its owner uses it on one thread or under its own mutex.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace parley {

template <class Job>
class FairQueue {
 public:
  // At most `limit` jobs may wait, and at most `key_limit` of one key.
  FairQueue(std::size_t limit, std::size_t key_limit) : limit_(limit), key_limit_(key_limit) {}

  struct Pushed {
    bool is_queued = false;
    std::optional<Job> displaced = {};  // the job that lost its place
  };

  // Adds a job, unless its key has its share already. In a full queue it takes the place of the last job of the key
  // with the most, so that a key with few jobs finds a place.
  Pushed push(const std::string& key, Job job) {
    const auto own = waiting_.find(key);
    const std::size_t own_size = own == waiting_.end() ? 0 : own->second.size();
    if (own_size >= key_limit_) return {};
    Pushed pushed{.is_queued = true};
    if (size_ >= limit_) {
      pushed.displaced = displace(own_size + 1);
      if (!pushed.displaced) return {};
    }
    std::deque<Job>& jobs = waiting_[key];
    if (jobs.empty()) turns_.push_back(key);
    jobs.push_back(std::move(job));
    ++size_;
    return pushed;
  }

  // Removes and returns the oldest job of the key whose turn it is.
  // REQUIRES: the queue is not empty.
  Job pop() {
    assert(size_ > 0);
    std::string key = std::move(turns_.front());
    turns_.pop_front();
    const auto found = waiting_.find(key);
    Job job = std::move(found->second.front());
    found->second.pop_front();
    --size_;
    if (found->second.empty())
      waiting_.erase(found);
    else
      turns_.push_back(std::move(key));
    return job;
  }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

 private:
  // Removes the last job of the key with the most jobs, if it has more than `fair`.
  std::optional<Job> displace(std::size_t fair) {
    const auto longest = std::ranges::max_element(waiting_, {}, [](const auto& entry) { return entry.second.size(); });
    if (longest == waiting_.end() || longest->second.size() <= fair) return std::nullopt;
    Job job = std::move(longest->second.back());
    longest->second.pop_back();
    --size_;
    return job;
  }

  std::size_t limit_;
  std::size_t key_limit_;
  std::size_t size_ = 0;
  std::map<std::string, std::deque<Job>> waiting_;  // the jobs of each key that has some, the oldest first
  std::deque<std::string> turns_;  // these keys, in the order of their turns
};

}  // namespace parley
