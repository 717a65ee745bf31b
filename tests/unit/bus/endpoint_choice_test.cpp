#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bus/redis/endpoint_choice.hpp"

namespace parley::redis {
namespace {

constexpr int kKeys = 20'000;

std::string key(int number) { return "conversation:" + std::to_string(number); }

std::vector<std::string> labels(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back("redis-" + std::to_string(i) + ":6379/0");
  return all;
}

TEST(EndpointChoice, a_single_endpoint_has_everything) {
  const EndpointChoice choice(labels(1));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(choice.of(key(i)), 0u);
}

TEST(EndpointChoice, the_answer_is_the_same_on_every_machine) {
  // The test spells the choices out, because nodes of different builds must agree.
  const EndpointChoice choice(std::vector<std::string>{"a:6379/0", "b:6379/0", "c:6379/0"});
  std::string chosen;
  for (int i = 0; i < 16; ++i) chosen += static_cast<char>('a' + choice.of(key(i)));
  EXPECT_EQ(chosen, "cbaccabbcaaacbcc");
}

TEST(EndpointChoice, shares_are_even) {
  for (const std::size_t count : {2u, 3u, 7u}) {
    const EndpointChoice choice(labels(count));
    std::vector<int> shares(count);
    for (int i = 0; i < kKeys; ++i) ++shares[choice.of(key(i))];
    for (const int share : shares) EXPECT_NEAR(share, kKeys / static_cast<double>(count), 0.05 * kKeys);
  }
}

TEST(EndpointChoice, a_new_endpoint_takes_its_share_and_moves_nothing_else) {
  const EndpointChoice before(labels(3));
  const EndpointChoice after(labels(4));
  int moved = 0;
  for (int i = 0; i < kKeys; ++i) {
    if (after.of(key(i)) == before.of(key(i))) continue;
    EXPECT_EQ(after.of(key(i)), 3u);
    ++moved;
  }
  EXPECT_NEAR(moved, kKeys / 4.0, 0.02 * kKeys);
}

RC_GTEST_PROP(EndpointChoice, the_order_in_which_endpoints_are_written_down_does_not_matter, ()) {
  const auto names = *rc::gen::nonEmpty(rc::gen::unique<std::vector<std::string>>(rc::gen::string<std::string>()));
  auto reversed = names;
  std::ranges::reverse(reversed);
  const auto any = *rc::gen::arbitrary<std::string>();
  RC_ASSERT(names[EndpointChoice(names).of(any)] == reversed[EndpointChoice(reversed).of(any)]);
}

}  // namespace
}  // namespace parley::redis
