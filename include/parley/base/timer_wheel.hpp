// Keeps thousands of deadlines with a single timer (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987):
// a ring of slots, one slot per tick. An entry holds a number that identifies what to wake. The owner of that number
// checks whether its deadline has really passed and, if not, adds itself again; so entries are never removed early.
// Pure code: the caller passes the time in. One event loop owns a wheel and uses it on its thread only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <parley/base/time.hpp>

namespace parley {

class TimerWheel {
 public:
  // REQUIRES: `tick` and `slots` are greater than 0. The ring spans tick × slots.
  TimerWheel(Instant start, milliseconds tick, std::size_t slots) : start_(start), tick_(tick), slots_(slots) {}

  // Adds an entry that advance() returns at most one tick after `due`. If `due` is beyond the end of the ring, the
  // entry is returned early, when the ring's last slot is reached.
  void add(std::uint64_t number, Instant due) {
    const std::int64_t wanted = tick_of(due) + 1;
    const std::int64_t last = next_ + static_cast<std::int64_t>(slots_.size()) - 1;
    slots_[slot_of(std::clamp(wanted, next_, last))].push_back(number);
  }

  // Removes and returns the numbers of all entries whose tick has passed. The same number may occur more than once.
  std::vector<std::uint64_t> advance(Instant now) {
    std::vector<std::uint64_t> due;
    const std::int64_t current = tick_of(now);
    // If more time has passed than the ring spans, each slot is emptied once.
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
  std::int64_t next_ = 0;  // the first tick that advance() has not returned yet
  std::vector<std::vector<std::uint64_t>> slots_;
};

}  // namespace parley
