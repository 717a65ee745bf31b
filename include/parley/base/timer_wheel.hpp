// Deadlines by the thousand without a timer each (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987): a
// ring of slots, one a tick. An entry names whom to wake; whoever is woken looks whether it is really due and says when
// to be woken next, so nothing is ever taken out. Pure, time passed in; owned by one loop.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <parley/base/time.hpp>

namespace parley {

class TimerWheel {
 public:
  TimerWheel(Instant start, milliseconds tick, std::size_t slots) : start_(start), tick_(tick), slots_(slots) {}

  // Wakes `number` in the tick of `due` or, where that lies beyond the ring, earlier: never later than a tick after.
  void add(std::uint64_t number, Instant due) {
    const std::int64_t wanted = tick_of(due) + 1;
    const std::int64_t last = next_ + static_cast<std::int64_t>(slots_.size()) - 1;
    slots_[slot_of(std::clamp(wanted, next_, last))].push_back(number);
  }

  // Those whose tick has passed.
  std::vector<std::uint64_t> advance(Instant now) {
    std::vector<std::uint64_t> due;
    const std::int64_t current = tick_of(now);
    const std::int64_t end = std::min(current, next_ + static_cast<std::int64_t>(slots_.size()) - 1);
    for (std::int64_t tick = next_; tick <= end; ++tick) {
      auto& slot = slots_[slot_of(tick)];
      due.insert(due.end(), slot.begin(), slot.end());
      slot.clear();
    }
    next_ = std::max(next_, current + 1);
    return due;
  }

  milliseconds tick() const { return tick_; }

 private:
  std::int64_t tick_of(Instant when) const { return (when - start_) / tick_; }
  std::size_t slot_of(std::int64_t tick) const { return static_cast<std::size_t>(tick) % slots_.size(); }

  Instant start_;
  milliseconds tick_;
  std::int64_t next_ = 0;  // the first tick that has not been handed out
  std::vector<std::vector<std::uint64_t>> slots_;
};

}  // namespace parley
