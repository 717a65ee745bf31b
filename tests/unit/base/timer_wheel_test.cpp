#include <parley/base/timer_wheel.hpp>

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

constexpr Instant kStart{};

TEST(TimerWheel, wakes_after_the_time_and_not_much_later) {
  TimerWheel wheel(kStart, milliseconds(100), 16);
  wheel.add(7, kStart + milliseconds(250));
  EXPECT_TRUE(wheel.advance(kStart + milliseconds(249)).empty());
  EXPECT_EQ(wheel.advance(kStart + milliseconds(350)), std::vector<std::uint64_t>{7});
  EXPECT_TRUE(wheel.advance(kStart + seconds(9)).empty());
}

TEST(TimerWheel, what_lies_beyond_the_ring_is_woken_early_to_be_added_again) {
  TimerWheel wheel(kStart, milliseconds(100), 4);
  wheel.add(7, kStart + seconds(60));
  EXPECT_EQ(wheel.advance(kStart + milliseconds(400)), std::vector<std::uint64_t>{7});
}

TEST(TimerWheel, a_long_pause_wakes_everybody_once) {
  TimerWheel wheel(kStart, milliseconds(100), 4);
  for (std::uint64_t number = 0; number < 8; ++number) wheel.add(number, kStart + milliseconds(number * 50));
  EXPECT_EQ(wheel.advance(kStart + seconds(100)).size(), 8U);
  wheel.add(9, kStart + seconds(100));
  EXPECT_EQ(wheel.advance(kStart + seconds(101)), std::vector<std::uint64_t>{9});
}

TEST(TimerWheel, an_entry_that_is_added_again_until_its_time_is_served_within_two_ticks) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint16_t>& delays) {
    TimerWheel wheel(kStart, milliseconds(10), 8);
    std::map<std::uint64_t, Instant> due;
    for (const std::uint16_t delay : delays) {
      const std::uint64_t number = due.size();
      due[number] = kStart + milliseconds(delay % 2000);
      wheel.add(number, due[number]);
    }
    for (Instant now = kStart; now <= kStart + milliseconds(2100); now += milliseconds(5)) {
      for (const std::uint64_t number : wheel.advance(now)) {
        if (now < due.at(number)) {
          wheel.add(number, due.at(number));
        } else {
          RC_ASSERT(now - due.at(number) <= milliseconds(25));
          due.erase(number);
        }
      }
    }
    RC_ASSERT(due.empty());
  }));
}

}  // namespace
}  // namespace parley
