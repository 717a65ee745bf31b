// The units of work that wait for a thread of the database, up to a limit. Any thread may add units, and the database's
// threads take them; a mutex guards the queue.
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

  // Adds a unit. Returns false and leaves the unit to the caller if the queue is full.
  [[nodiscard]] bool add(std::unique_ptr<UnitOfWork>& unit) {
    {
      std::scoped_lock lock(mutex_);
      if (units_.size() >= limit_) return false;
      units_.push_back(std::move(unit));
    }
    wake_.notify_one();
    return true;
  }

  // Waits until there are units and returns at most `limit` of them. Returns none if the queue was closed and is empty.
  std::vector<std::unique_ptr<UnitOfWork>> take(std::size_t limit) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return closed_ || !units_.empty(); });
    const auto end = units_.begin() + static_cast<std::ptrdiff_t>(std::min(limit, units_.size()));
    std::vector<std::unique_ptr<UnitOfWork>> taken(std::make_move_iterator(units_.begin()),
                                                   std::make_move_iterator(end));
    units_.erase(units_.begin(), end);
    return taken;
  }

  // Returns all units that wait now, without waiting for one.
  std::vector<std::unique_ptr<UnitOfWork>> take_waiting() {
    std::scoped_lock lock(mutex_);
    std::vector<std::unique_ptr<UnitOfWork>> taken(std::make_move_iterator(units_.begin()),
                                                   std::make_move_iterator(units_.end()));
    units_.clear();
    return taken;
  }

  // Lets take() return even if there are no units.
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
