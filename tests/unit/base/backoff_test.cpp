#include <parley/base/backoff.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

constexpr std::uint32_t kHighest = std::numeric_limits<std::uint32_t>::max();

TEST(ReconnectBackoff, the_span_doubles_up_to_the_ceiling) {
  ReconnectBackoff backoff(milliseconds(100), milliseconds(1000));
  for (const int span : {100, 200, 400, 800, 1000, 1000, 1000}) EXPECT_EQ(backoff.next(kHighest), milliseconds(span));
}

TEST(ReconnectBackoff, the_jitter_is_full_from_nothing_to_the_span) {
  for (const auto& [random, wait] :
       std::vector<std::pair<std::uint32_t, int>>{{0, 0}, {kHighest / 4, 250}, {kHighest / 2, 500}, {kHighest, 1000}}) {
    EXPECT_EQ(ReconnectBackoff(milliseconds(1000), milliseconds(9000)).next(random), milliseconds(wait));
  }
}

TEST(ReconnectBackoff, success_resets_it) {
  ReconnectBackoff backoff(milliseconds(100), milliseconds(60'000));
  for (int i = 0; i < 5; ++i) backoff.next(0);
  backoff.reset();
  EXPECT_EQ(backoff.next(kHighest), milliseconds(100));
}

TEST(ReconnectBackoff, no_wait_is_negative_or_above_the_span_however_often_it_fails) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint32_t>& randoms) {
    const auto base = *rc::gen::inRange(1, 10'000);
    const auto ceiling = *rc::gen::inRange(base, 24 * 3600 * 1000);
    ReconnectBackoff backoff{milliseconds(base), milliseconds(ceiling)};
    std::int64_t span = base;
    for (const std::uint32_t random : randoms) {
      const milliseconds wait = backoff.next(random);
      RC_ASSERT(wait >= milliseconds(0) && wait <= milliseconds(span));
      span = std::min<std::int64_t>(span * 2, ceiling);
    }
  }));
}

}  // namespace
}  // namespace parley
