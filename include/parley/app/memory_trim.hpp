// Decides when to give memory of disconnected clients back to the operating system. The allocator keeps freed memory
// until malloc_trim(3) is called, which takes some milliseconds. So it should be called when much memory has become
// free and stays free. Pure; the composition root owns it and uses it on the first loop.
#pragma once

#include <algorithm>
#include <cstdint>

namespace parley {

class MemoryTrim {
 public:
  static constexpr std::int64_t kWorthwhileBytes = 8 * 1024 * 1024;  // less free memory is not worth the call
  static constexpr int kCalmTimes = 8;  // calls in a row after which the memory is expected to stay free
  // The memory that an idle connection takes, approximately.
  static constexpr std::int64_t kConnectionBytes = 2'500;

  // Returns whether malloc_trim(3) should be called now. It is called at regular intervals with the number of
  // connections and the bytes that are queued for them.
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
  std::int64_t most_ = 0;  // the most memory in use since the last time
  int calm_ = 0;           // calls in a row with much less memory in use than that
};

}  // namespace parley
