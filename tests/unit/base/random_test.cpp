#include <parley/base/random.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Random, never_hands_out_the_same_bytes_twice) {
  using Bytes = std::array<std::uint8_t, 16>;
  std::set<Bytes> seen;
  for (int i = 0; i < 10'000; ++i) {
    Bytes bytes{};
    random_bytes(bytes);
    EXPECT_TRUE(seen.insert(bytes).second);
  }
}

TEST(Random, fills_spans_of_any_size) {
  for (const std::size_t size : {1, 15, 511, 512, 513, 100'000}) {
    // If no run ever sets a byte to something other than zero, the generator never writes it.
    std::vector<bool> was_set(size);
    for (int i = 0; i < 16; ++i) {
      std::vector<std::uint8_t> bytes(size);
      random_bytes(bytes);
      for (std::size_t at = 0; at < size; ++at) was_set[at] = was_set[at] || bytes[at] != 0;
    }
    EXPECT_EQ(std::ranges::count(was_set, true), static_cast<std::ptrdiff_t>(size)) << size;
  }
}

}  // namespace
}  // namespace parley
