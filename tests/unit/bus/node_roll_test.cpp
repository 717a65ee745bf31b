#include <gtest/gtest.h>

#include "bus/redis/node_roll.hpp"

namespace parley::redis {
namespace {

constexpr milliseconds kPatience{3'000};
constexpr milliseconds kMemory{60'000};

class NodeRollTest : public ::testing::Test {
 protected:
  static Instant after(milliseconds time) { return Instant(seconds(1000)) + time; }
  bool hear(std::uint64_t losses, milliseconds time, bool is_leaving = false) {
    return roll.record_report({node, losses, is_leaving}, after(time));
  }

  const Uuid node = Uuid::generate();
  NodeRoll roll{kPatience, kMemory};
};

TEST_F(NodeRollTest, nobody_unknown_is_silent) { EXPECT_EQ(roll.count_silent(after(kMemory)), 0u); }

TEST_F(NodeRollTest, a_node_is_silent_after_the_patience_and_no_longer_when_it_is_heard) {
  hear(0, milliseconds(0));
  EXPECT_EQ(roll.count_silent(after(kPatience)), 0u);
  EXPECT_EQ(roll.count_silent(after(kPatience + milliseconds(1))), 1u);
  hear(0, kPatience + milliseconds(2));
  EXPECT_EQ(roll.count_silent(after(kPatience + milliseconds(3))), 0u);
}

TEST_F(NodeRollTest, a_node_that_took_its_leave_is_not_missed) {
  hear(0, milliseconds(0));
  hear(0, milliseconds(1), true);
  EXPECT_EQ(roll.count_silent(after(kPatience * 2)), 0u);
}

TEST_F(NodeRollTest, a_node_that_was_silent_for_long_is_forgotten) {
  hear(0, milliseconds(0));
  EXPECT_EQ(roll.count_silent(after(kMemory)), 1u);
  EXPECT_EQ(roll.count_silent(after(kMemory + milliseconds(1))), 0u);
}

TEST_F(NodeRollTest, silence_counts_only_while_we_listen) {
  hear(0, milliseconds(0));
  roll.resume(after(kPatience * 2));
  EXPECT_EQ(roll.count_silent(after(kPatience * 3)), 0u);
  EXPECT_EQ(roll.count_silent(after(kPatience * 3 + milliseconds(1))), 1u);
}

TEST_F(NodeRollTest, a_loss_is_news_once) {
  EXPECT_TRUE(hear(4, milliseconds(0)));
  EXPECT_FALSE(hear(4, milliseconds(1)));
  EXPECT_TRUE(hear(5, milliseconds(2)));
  EXPECT_FALSE(hear(5, milliseconds(3)));
}

TEST_F(NodeRollTest, a_node_that_never_lost_anything_is_no_news) { EXPECT_FALSE(hear(0, milliseconds(0))); }

TEST_F(NodeRollTest, a_loss_reported_in_leaving_is_news_too) {
  hear(0, milliseconds(0));
  EXPECT_TRUE(hear(1, milliseconds(1), true));
}

TEST(NodeReport, it_comes_out_as_it_went_in) {
  for (const bool is_leaving : {false, true}) {
    const NodeReport report{Uuid::generate(), 0x0123456789abcdef, is_leaving};
    EXPECT_EQ(decode_report(encode_report(report)), report);
  }
}

TEST(NodeReport, nothing_else_is_read) {
  const std::string good = encode_report({Uuid::generate(), 1, false});
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(decode_report(good.substr(0, size)));
  EXPECT_FALSE(decode_report(good + '\0'));
  std::string older = good;
  older.front() = 1;
  EXPECT_FALSE(decode_report(older));
  EXPECT_FALSE(reporter_of(older));
}

}  // namespace
}  // namespace parley::redis
