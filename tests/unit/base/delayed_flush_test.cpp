#include <parley/base/delayed_flush.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

namespace parley {
namespace {

class DelayedFlushTest : public ::testing::Test {
 protected:
  void stop() {
    asio::co_spawn(loop_.get_executor(), flushing_.stop(Instant::clock::now() + seconds(20)), asio::detached);
  }

  asio::io_context loop_{1};
  int flushes_ = 0;
  DelayedFlush flushing_{loop_.get_executor(), milliseconds(1), [this]() -> Awaitable<void> {
                           ++flushes_;
                           co_return;
                         }};
};

TEST_F(DelayedFlushTest, each_request_is_flushed_after_the_delay) {
  flushing_.request();
  EXPECT_EQ(flushes_, 0) << "not before the loop has waited";
  loop_.run();
  EXPECT_EQ(flushes_, 1);
  flushing_.request();
  loop_.restart();
  loop_.run();
  EXPECT_EQ(flushes_, 2);
}

TEST_F(DelayedFlushTest, what_waits_when_it_stops_is_dropped) {
  flushing_.request();
  stop();
  loop_.run();
  EXPECT_EQ(flushes_, 0);
}

TEST_F(DelayedFlushTest, a_request_after_the_stop_is_ignored) {
  stop();
  flushing_.request();
  loop_.run();
  EXPECT_EQ(flushes_, 0);
}

}  // namespace
}  // namespace parley
