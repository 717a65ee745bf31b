#include <parley/base/byte_budget.hpp>

#include <list>

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(ByteBudget, a_client_holds_at_most_an_eighth) {
  ByteBudget budget(800);
  ByteBudget::Share one(budget, "ada");
  ByteBudget::Share other(budget, "ada");
  EXPECT_TRUE(one.grow(60));
  EXPECT_FALSE(other.grow(41));
  EXPECT_TRUE(other.grow(40));
  EXPECT_FALSE(one.grow(1));
  EXPECT_EQ(budget.held(), 100u);
}

TEST(ByteBudget, all_clients_together_hold_at_most_everything) {
  ByteBudget budget(800);
  std::list<ByteBudget::Share> shares;
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(shares.emplace_back(budget, std::to_string(i)).grow(100));
  ByteBudget::Share late(budget, "late");
  EXPECT_FALSE(late.grow(1));
  shares.pop_front();
  EXPECT_TRUE(late.grow(100));
}

TEST(ByteBudget, what_was_held_is_given_back) {
  ByteBudget budget(800);
  for (int i = 0; i < 3; ++i) {
    ByteBudget::Share share(budget, "ada");
    EXPECT_TRUE(share.grow(100));
  }
  EXPECT_EQ(budget.held(), 0u);
}

}  // namespace
}  // namespace parley
