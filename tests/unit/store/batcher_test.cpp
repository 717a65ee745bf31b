#include <parley/store/batcher.hpp>

#include <deque>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Batcher, a_lone_entry_is_taken_at_once) {
  Batcher<int> batcher({.batch = 8, .waiting = 8});
  EXPECT_FALSE(batcher.add(1));
  EXPECT_THAT(batcher.take(), ElementsAre(1));
}

TEST(Batcher, nothing_is_taken_when_nothing_waits) {
  Batcher<int> batcher({.batch = 8, .waiting = 8});
  EXPECT_THAT(batcher.take(), IsEmpty());
  EXPECT_FALSE(batcher.is_busy());
}

TEST(Batcher, what_comes_during_a_batch_waits_and_goes_together) {
  Batcher<int> batcher({.batch = 8, .waiting = 8});
  EXPECT_FALSE(batcher.add(1));
  EXPECT_THAT(batcher.take(), ElementsAre(1));
  EXPECT_FALSE(batcher.add(2));
  EXPECT_FALSE(batcher.add(3));
  EXPECT_THAT(batcher.take(), IsEmpty());
  batcher.done();
  EXPECT_THAT(batcher.take(), ElementsAre(2, 3));
}

TEST(Batcher, a_refused_entry_is_given_back) {
  Batcher<std::vector<int>> batcher({.batch = 8, .waiting = 1});
  EXPECT_FALSE(batcher.add({1}));
  const auto refused = batcher.add({2, 3});
  ASSERT_TRUE(refused);
  EXPECT_THAT(*refused, ElementsAre(2, 3));
  EXPECT_EQ(batcher.waiting(), 1u);
}

// Compares the batcher with a model: a plain queue and a flag.
TEST(Batcher, any_use_keeps_order_bounds_and_one_batch_at_a_time) {
  EXPECT_TRUE(rc::check([] {
    const auto batch_limit = *rc::gen::inRange<std::size_t>(1, 6);
    const auto waiting_limit = *rc::gen::inRange<std::size_t>(1, 12);
    Batcher<int> batcher({.batch = batch_limit, .waiting = waiting_limit});
    std::deque<int> queue;
    bool is_busy = false;
    int next = 0;
    for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5))) {
      if (step <= 2) {
        const bool is_taken = !batcher.add(next);
        RC_ASSERT(is_taken == (queue.size() < waiting_limit));
        if (is_taken) queue.push_back(next);
        ++next;
      } else if (step == 3) {
        std::vector<int> expected;
        while (!is_busy && !queue.empty() && expected.size() < batch_limit) {
          expected.push_back(queue.front());
          queue.pop_front();
        }
        is_busy = is_busy || !expected.empty();
        RC_ASSERT(batcher.take() == expected);
      } else if (is_busy) {
        batcher.done();
        is_busy = false;
      }
      RC_ASSERT(batcher.waiting() == queue.size());
      RC_ASSERT(batcher.is_busy() == is_busy);
    }
  }));
}

// The test drives the batcher as the writer does: it takes after each add and after each batch. Then no entry is left
// behind, each conversation keeps its order, and an entry waits only for the batches that the earlier entries fill.
TEST(Batcher, everything_is_done_once_in_order_and_in_its_turn) {
  struct Entry {
    int conversation;
    int number;
  };
  EXPECT_TRUE(rc::check([] {
    const auto batch_limit = *rc::gen::inRange<std::size_t>(1, 6);
    Batcher<Entry> batcher({.batch = batch_limit, .waiting = 1'000});
    std::vector<std::vector<Entry>> batches;
    std::vector<std::size_t> due;  // for each entry, the last batch that it may be in
    const auto take = [&] {
      auto batch = batcher.take();
      if (!batch.empty()) batches.push_back(std::move(batch));
    };
    // The number 3 ends a batch; a smaller one is the conversation of a new entry.
    const auto arrivals = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
    for (const int arrival : arrivals) {
      if (arrival == 3) {
        if (batcher.is_busy()) batcher.done();
      } else {
        RC_ASSERT(!batcher.add({arrival, static_cast<int>(due.size())}));
        due.push_back(batches.size() + (batcher.waiting() - 1) / batch_limit);
      }
      take();
    }
    while (batcher.is_busy()) {
      batcher.done();
      take();
    }
    int expected = 0;
    for (std::size_t number = 0; number < batches.size(); ++number) {
      RC_ASSERT(batches[number].size() <= batch_limit);
      for (const Entry& entry : batches[number]) {
        RC_ASSERT(entry.number == expected++);
        RC_ASSERT(number <= due[static_cast<std::size_t>(entry.number)]);
      }
    }
    RC_ASSERT(static_cast<std::size_t>(expected) == due.size());
  }));
}

}  // namespace
}  // namespace parley
