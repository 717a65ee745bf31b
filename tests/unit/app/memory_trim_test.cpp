#include <parley/app/memory_trim.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

// Returns how often a trim was due in that many calls with the same numbers.
int count_due(MemoryTrim& trim, std::int64_t connections, int times, std::int64_t queued_bytes = 0) {
  int due = 0;
  for (int i = 0; i < times; ++i) due += trim.is_due(connections, queued_bytes) ? 1 : 0;
  return due;
}

TEST(MemoryTrim, is_due_once_when_many_have_gone_and_stay_gone) {
  MemoryTrim trim;
  EXPECT_EQ(count_due(trim, 10'000, 100), 0);
  EXPECT_EQ(count_due(trim, 0, MemoryTrim::kCalmTimes - 1), 0);
  EXPECT_EQ(count_due(trim, 0, 100), 1);
}

TEST(MemoryTrim, is_due_again_after_the_next_crowd) {
  MemoryTrim trim;
  for (int crowd = 0; crowd < 3; ++crowd) {
    EXPECT_EQ(count_due(trim, 10'000, 100), 0);
    EXPECT_EQ(count_due(trim, 0, 100), 1);
  }
}

TEST(MemoryTrim, a_crowd_that_comes_back_at_once_is_no_reason) {
  MemoryTrim trim;
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(count_due(trim, 10'000, 10), 0);
    EXPECT_EQ(count_due(trim, 0, MemoryTrim::kCalmTimes - 1), 0);
  }
}

TEST(MemoryTrim, little_is_not_worth_it) {
  MemoryTrim trim;
  EXPECT_EQ(count_due(trim, 10'000, 100), 0);
  EXPECT_EQ(count_due(trim, 9'000, 100), 0);
}

TEST(MemoryTrim, what_was_queued_for_slow_clients_counts) {
  MemoryTrim trim;
  EXPECT_EQ(count_due(trim, 100, 100, 100 << 20), 0);
  EXPECT_EQ(count_due(trim, 0, 100), 1);
}

}  // namespace
}  // namespace parley
