#include <gtest/gtest.h>

#include "client/ledger.hpp"

namespace parley::bench {
namespace {

// A room of two clients, which they follow from its first rev.
class LedgerTest : public testing::Test {
 protected:
  LedgerTest() {
    for (const std::size_t client : {0U, 1U}) ledger_.join(client, 0, 0);
  }

  void deliver(std::size_t client, std::int64_t rev, Ledger::Number number) {
    ledger_.deliver(client, 0, rev, [number] { return number; });
  }

  Ledger ledger_{2, 1, 2};
  const Ledger::Number first_ = ledger_.send(Instant());
  const Ledger::Number second_ = ledger_.send(Instant());
};

TEST_F(LedgerTest, finds_nothing_where_everybody_got_everything_in_order) {
  ledger_.acknowledge(first_, 1);
  ledger_.acknowledge(second_, 2);
  for (const std::size_t client : {0U, 1U}) {
    deliver(client, 1, first_);
    deliver(client, 2, second_);
  }
  EXPECT_TRUE(ledger_.is_settled());
  EXPECT_EQ(ledger_.faults().sum(), 0);
}

TEST_F(LedgerTest, finds_what_was_acknowledged_and_did_not_reach_a_member) {
  ledger_.acknowledge(first_, 1);
  deliver(0, 1, first_);
  EXPECT_FALSE(ledger_.is_settled());
  EXPECT_EQ(ledger_.faults().lost, 1);
  EXPECT_EQ(ledger_.faults().unanswered, 1);  // the second message
}

TEST_F(LedgerTest, finds_what_came_twice) {
  deliver(0, 1, first_);
  deliver(0, 1, first_);
  EXPECT_EQ(ledger_.faults().doubled, 1);
}

TEST_F(LedgerTest, finds_what_came_before_its_turn) {
  deliver(0, 2, second_);
  EXPECT_EQ(ledger_.faults().gaps, 1);
}

TEST_F(LedgerTest, finds_what_was_delivered_at_another_rev_than_it_was_acknowledged_with) {
  ledger_.acknowledge(first_, 2);
  for (const std::size_t client : {0U, 1U}) deliver(client, 1, first_);
  EXPECT_EQ(ledger_.faults().misplaced, 1);
}

}  // namespace
}  // namespace parley::bench
