#include <parley/base/fair_queue.hpp>

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace parley {
namespace {

using Queue = FairQueue<std::string>;

// Returns "queued", "refused", or the name of the job that was displaced.
std::string push(Queue& queue, const std::string& job) {
  const auto pushed = queue.push(job.substr(0, 1), job);
  return !pushed.is_queued ? "refused" : pushed.displaced.value_or("queued");
}

std::vector<std::string> drain(Queue& queue) {
  std::vector<std::string> jobs;
  while (!queue.empty()) jobs.push_back(queue.pop());
  return jobs;
}

TEST(FairQueue, the_keys_are_served_in_turn) {
  Queue queue(100, 100);
  for (const std::string job : {"a1", "a2", "a3", "b1", "c1", "b2"}) EXPECT_EQ(push(queue, job), "queued");
  EXPECT_EQ(drain(queue), (std::vector<std::string>{"a1", "b1", "c1", "a2", "b2", "a3"}));
}

TEST(FairQueue, a_key_that_comes_late_waits_for_one_job_of_each_other) {
  Queue queue(100, 100);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(push(queue, "flood"), "queued");
  EXPECT_EQ(push(queue, "late"), "queued");
  EXPECT_EQ(queue.pop(), "flood");
  EXPECT_EQ(queue.pop(), "late");
  EXPECT_EQ(queue.size(), 49u);
}

TEST(FairQueue, a_key_has_so_many_places) {
  Queue queue(100, 2);
  EXPECT_EQ(push(queue, "a1"), "queued");
  EXPECT_EQ(push(queue, "a2"), "queued");
  EXPECT_EQ(push(queue, "a3"), "refused");
  EXPECT_EQ(push(queue, "b1"), "queued");
  EXPECT_EQ(drain(queue), (std::vector<std::string>{"a1", "b1", "a2"}));
}

TEST(FairQueue, in_a_full_queue_a_new_key_takes_the_last_place_of_the_key_with_the_most) {
  Queue queue(4, 3);
  for (const std::string job : {"a1", "a2", "a3", "b1"}) EXPECT_EQ(push(queue, job), "queued");
  EXPECT_EQ(push(queue, "c1"), "a3");
  EXPECT_EQ(push(queue, "d1"), "a2");
  EXPECT_EQ(push(queue, "e1"), "refused") << "every key has a single place";
  EXPECT_EQ(push(queue, "a4"), "refused");
  EXPECT_EQ(drain(queue), (std::vector<std::string>{"a1", "b1", "c1", "d1"}));
}

TEST(FairQueue, a_queue_without_places_refuses) {
  Queue queue(0, 0);
  EXPECT_EQ(push(queue, "a1"), "refused");
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace parley
