#include <parley/base/gzip.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "support/gunzip.hpp"

namespace parley {
namespace {

TEST(Gzip, gives_back_what_was_compressed) {
  const bool held = rc::check("gunzip(gzip(x)) == x", [](const std::string& bytes) {
    for (const auto effort : {GzipEffort::fast, GzipEffort::smallest}) {
      RC_ASSERT(testing::gunzip(gzip(bytes, effort)) == bytes);
    }
  });
  EXPECT_TRUE(held);
}

TEST(Gzip, makes_repetition_small) {
  const std::string bytes(1'000'000, 'a');
  EXPECT_LT(gzip(bytes, GzipEffort::fast).size(), 10'000);
  EXPECT_EQ(testing::gunzip(gzip(bytes, GzipEffort::fast)), bytes);
}

}  // namespace
}  // namespace parley
