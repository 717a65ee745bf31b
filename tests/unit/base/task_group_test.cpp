#include <parley/base/task_group.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

namespace parley {
namespace {

using std::chrono::steady_clock;

constexpr seconds kLong{3'600};
constexpr milliseconds kShort{20};

class TaskGroupTest : public ::testing::Test {
 protected:
  // Waits for an hour and records whether it was cancelled.
  static Awaitable<void> wait(bool& cancelled) {
    Timer timer(co_await this_loop, kLong);
    const auto [error] = co_await timer.async_wait(asio::as_tuple(use_awaitable));
    cancelled = error == asio::error::operation_aborted;
  }

  // Waits in the same way, and also lets stop() cancel the wait.
  static Awaitable<void> wait_stoppable(bool& cancelled) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await wait(cancelled);
  }

  static Awaitable<void> note(bool& done) {
    done = true;
    co_return;
  }

  static Awaitable<void> fail_with(std::exception_ptr failure) {
    std::rethrow_exception(failure);
    co_return;
  }

  bool join(steady_clock::duration time) {
    bool joined = false;
    asio::co_spawn(loop, group.join(steady_clock::now() + time),
                   [&](std::exception_ptr, bool result) { joined = result; });
    loop.restart();
    loop.run();
    return joined;
  }

  asio::io_context loop{1};
  TaskGroup group{loop.get_executor()};
};

TEST_F(TaskGroupTest, a_child_runs_and_leaves) {
  bool done = false;
  group.spawn(note(done));
  EXPECT_EQ(group.size(), 1u);
  EXPECT_FALSE(done);
  EXPECT_TRUE(join(kLong));
  EXPECT_TRUE(done);
  EXPECT_EQ(group.size(), 0u);
}

TEST_F(TaskGroupTest, an_empty_group_is_joined_at_once) { EXPECT_TRUE(join(seconds(0))); }

TEST_F(TaskGroupTest, stop_reaches_only_tasks_that_enabled_it) {
  bool stopped = false;
  bool aborted = false;
  group.spawn(wait_stoppable(stopped));
  group.spawn(wait(aborted));
  loop.poll();
  group.stop();
  loop.poll();
  EXPECT_TRUE(stopped);
  EXPECT_FALSE(aborted);
  EXPECT_EQ(group.size(), 1u);
  group.abort();
  EXPECT_TRUE(join(kLong));
  EXPECT_TRUE(aborted);
}

TEST_F(TaskGroupTest, a_child_that_has_not_begun_is_reached_too) {
  bool aborted = false;
  group.spawn(wait(aborted));
  group.abort();
  EXPECT_TRUE(join(kLong));
}

TEST_F(TaskGroupTest, joining_gives_up_at_the_deadline) {
  bool aborted = false;
  group.spawn(wait(aborted));
  loop.poll();
  bool joined = true;
  asio::co_spawn(loop, group.join(steady_clock::now() + kShort), [&](std::exception_ptr, bool result) {
    joined = result;
    group.abort();
  });
  loop.run();
  EXPECT_FALSE(joined);
  EXPECT_TRUE(aborted);
}

TEST_F(TaskGroupTest, a_cancelled_child_is_no_error_but_a_failed_one_is) {
  group.spawn(fail_with(std::make_exception_ptr(boost::system::system_error(asio::error::operation_aborted))));
  EXPECT_TRUE(join(kLong));
  group.spawn(fail_with(std::make_exception_ptr(std::runtime_error("a bug"))));
  loop.restart();
  EXPECT_THROW(loop.run(), std::runtime_error);
  EXPECT_EQ(group.size(), 0u);
}

}  // namespace
}  // namespace parley
