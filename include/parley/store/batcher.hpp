// Collects entries into batches: a state machine without I/O. It needs no timer. An entry that comes while nothing is
// under way is done at once; entries that come while a batch is under way wait, and go into the next batch together.
//
// Entries are taken in the order in which they were added, so a conversation's messages keep their order. Pure; the
// owner makes one call at a time.
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
  std::size_t batch = 256;       // the most entries in one batch
  std::size_t waiting = 10'000;  // the most entries that wait, without those under way
};

template <class Entry>
class Batcher {
 public:
  explicit Batcher(BatcherLimits limits) : limits_(limits) {}

  // Adds an entry. Returns nothing, or the entry if too many wait already.
  [[nodiscard]] std::optional<Entry> add(Entry entry) {
    if (waiting_.size() >= limits_.waiting) return entry;
    waiting_.push_back(std::move(entry));
    return std::nullopt;
  }

  // Returns the next batch, which the caller must do now. It is empty if nothing waits or a batch is still under way.
  std::vector<Entry> take() {
    if (is_busy_ || waiting_.empty()) return {};
    is_busy_ = true;
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(limits_.batch, waiting_.size()));
    std::vector<Entry> batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return batch;
  }

  // The batch that was taken last is done, or has failed.
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
