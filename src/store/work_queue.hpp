// Units of work that wait for a database thread. Bounded; any thread adds, the database's threads take.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <iterator>
#include <memory>
#include <mutex>
#include <vector>

#include <parley/store/database.hpp>

namespace parley {

class WorkQueue {
 public:
  explicit WorkQueue(std::size_t limit) : limit_(limit) {}

  // Takes the unit, or leaves it to the caller when it is full.
  [[nodiscard]] bool add(std::unique_ptr<UnitOfWork>& unit) {
    {
      std::scoped_lock lock(mutex_);
      if (units_.size() >= limit_) return false;
      units_.push_back(std::move(unit));
    }
    wake_.notify_one();
    return true;
  }

  // Waits for work and takes at most `limit` of it. Empty once the queue was closed and everything taken.
  std::vector<std::unique_ptr<UnitOfWork>> take(std::size_t limit) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return closed_ || !units_.empty(); });
    const auto end = units_.begin() + static_cast<std::ptrdiff_t>(std::min(limit, units_.size()));
    std::vector<std::unique_ptr<UnitOfWork>> taken(std::make_move_iterator(units_.begin()),
                                                   std::make_move_iterator(end));
    units_.erase(units_.begin(), end);
    return taken;
  }

  // All that waits, without waiting for more.
  std::vector<std::unique_ptr<UnitOfWork>> take_waiting() {
    std::scoped_lock lock(mutex_);
    std::vector<std::unique_ptr<UnitOfWork>> taken(std::make_move_iterator(units_.begin()),
                                                   std::make_move_iterator(units_.end()));
    units_.clear();
    return taken;
  }

  void close() {
    {
      std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    wake_.notify_all();
  }

  std::size_t size() const {
    std::scoped_lock lock(mutex_);
    return units_.size();
  }

 private:
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<UnitOfWork>> units_;
  bool closed_ = false;
};

}  // namespace parley
