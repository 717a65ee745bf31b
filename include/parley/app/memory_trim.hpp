// When to give back to the system what clients that have gone held. The allocator keeps freed memory for the next to
// come and has to be asked for it (malloc_trim(3)), which takes some milliseconds: so it is asked when much has gone
// and stays gone. Pure; owned by the composition root, on the first loop.
#pragma once

#include <algorithm>
#include <cstdint>

namespace parley {

class MemoryTrim {
 public:
  static constexpr std::int64_t kWorthwhileBytes = 8 * 1024 * 1024;
  static constexpr int kCalmTimes = 8;
  // About what a connection holds that is idle.
  static constexpr std::int64_t kConnectionBytes = 2'500;

  // Told at regular intervals what is held for clients. True: now.
  bool is_due(std::int64_t connections, std::int64_t queued_bytes) {
    const std::int64_t held = connections * kConnectionBytes + queued_bytes;
    most_ = std::max(most_, held);
    calm_ = most_ - held >= kWorthwhileBytes ? calm_ + 1 : 0;
    if (calm_ < kCalmTimes) return false;
    most_ = held;
    calm_ = 0;
    return true;
  }

 private:
  std::int64_t most_ = 0;  // held since the last time
  int calm_ = 0;           // times in a row that much less was held
};

}  // namespace parley
