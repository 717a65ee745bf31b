// What waits to be written, and when a batch of it is: a state machine without I/O. There is no timer. What comes first
// is written at once; what comes while a batch is being written waits and goes into the next one together.
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

struct WriteBatcherLimits {
  std::size_t batch = 256;  // entries in one batch at most
  std::size_t waiting = 10'000;  // entries that wait at most, those being written apart
};

template <class Entry>
class WriteBatcher {
 public:
  explicit WriteBatcher(WriteBatcherLimits limits) : limits_(limits) {}

  // Gives the entry back when too much waits already.
  [[nodiscard]] std::optional<Entry> add(Entry entry) {
    if (waiting_.size() >= limits_.waiting) return entry;
    waiting_.push_back(std::move(entry));
    return std::nullopt;
  }

  // The next batch, to be written now; empty when nothing waits or a batch is still being written.
  std::vector<Entry> take() {
    if (is_writing_ || waiting_.empty()) return {};
    is_writing_ = true;
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(limits_.batch, waiting_.size()));
    std::vector<Entry> batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return batch;
  }

  // The batch taken last has been written, or has failed.
  void written() {
    assert(is_writing_);
    is_writing_ = false;
  }

  std::size_t waiting() const { return waiting_.size(); }
  bool is_writing() const { return is_writing_; }

 private:
  WriteBatcherLimits limits_;
  std::deque<Entry> waiting_;
  bool is_writing_ = false;
};

}  // namespace parley
