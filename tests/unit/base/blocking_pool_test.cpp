#include <parley/base/blocking_pool.hpp>

#include <future>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

namespace parley {
namespace {

// One thread that is busy until the test lets it go on, and two places in the queue.
class BlockingPoolTest : public ::testing::Test {
 protected:
  BlockingPoolTest() {
    std::promise<void> begun;
    EXPECT_TRUE(pool_.try_submit([&] {
      begun.set_value();
      go_on_.get_future().wait();
    }));
    begun.get_future().wait();
  }

  bool submit(const std::string& name) {
    return pool_.try_submit([this, name] { note(name); }, name.substr(0, 1), [this, name] { note("not " + name); });
  }
  void note(std::string what) {
    const std::scoped_lock lock(mutex_);
    noted_.push_back(std::move(what));
  }
  std::vector<std::string> noted_after_all() {
    go_on_.set_value();
    // A job of another client would take a place from a client with more of them.
    while (pool_.queued() > 0) std::this_thread::yield();
    std::promise<void> done;
    while (!pool_.try_submit([&] { done.set_value(); }, "z")) std::this_thread::yield();
    done.get_future().wait();
    const std::scoped_lock lock(mutex_);
    return noted_;
  }

  std::mutex mutex_;
  std::vector<std::string> noted_;
  std::promise<void> go_on_;
  BlockingPool pool_{"test", 1, 2, 2};
};

TEST_F(BlockingPoolTest, a_job_without_a_place_is_refused) {
  EXPECT_TRUE(submit("a1"));
  EXPECT_TRUE(submit("a2"));
  EXPECT_FALSE(submit("a3"));
  EXPECT_EQ(noted_after_all(), (std::vector<std::string>{"a1", "a2"}));
}

TEST_F(BlockingPoolTest, a_job_that_loses_its_place_to_another_key_is_told) {
  EXPECT_TRUE(submit("a1"));
  EXPECT_TRUE(submit("a2"));
  EXPECT_TRUE(submit("b1"));
  EXPECT_EQ(pool_.queued(), 2u);
  EXPECT_EQ(noted_after_all(), (std::vector<std::string>{"not a2", "a1", "b1"}));
}

}  // namespace
}  // namespace parley
