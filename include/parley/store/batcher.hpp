// What waits to be done together, and when a batch of it is: a state machine without I/O. There is no timer. What comes
// first is done at once; what comes while a batch is under way waits and goes into the next one together.
//
// First come, first served, always: nothing waits longer than what came before it, and a conversation's messages keep
// their order. Belongs to one owner, who serialises the calls.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <deque>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace parley {

struct BatcherLimits {
  std::size_t batch = 256;  // entries in one batch at most
  std::size_t waiting = 10'000;  // entries that wait at most, those under way apart
};

template <class Entry>
class Batcher {
 public:
  explicit Batcher(BatcherLimits limits) : limits_(limits) {}

  // Gives the entry back when too much waits already.
  [[nodiscard]] std::optional<Entry> add(Entry entry) {
    if (waiting_.size() >= limits_.waiting) return entry;
    waiting_.push_back(std::move(entry));
    return std::nullopt;
  }

  // The next batch, to be done now; empty when nothing waits or a batch is still under way.
  std::vector<Entry> take() {
    if (is_busy_ || waiting_.empty()) return {};
    is_busy_ = true;
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(limits_.batch, waiting_.size()));
    std::vector<Entry> batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return batch;
  }

  // The batch taken last is done, or has failed.
  void done() {
    assert(is_busy_);
    is_busy_ = false;
  }

  std::size_t waiting() const { return waiting_.size(); }
  bool is_busy() const { return is_busy_; }

 private:
  BatcherLimits limits_;
  std::deque<Entry> waiting_;
  bool is_busy_ = false;
};

}  // namespace parley
