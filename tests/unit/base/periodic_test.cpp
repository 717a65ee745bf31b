#include <parley/base/periodic.hpp>

#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace parley {
namespace {

class PeriodicTest : public ::testing::Test {
 protected:
  void stop() {
    asio::co_spawn(loop_.get_executor(), periodic_->stop(Instant::clock::now() + seconds(20)), asio::detached);
  }
  // The work stops after it ran that many times.
  void make(milliseconds interval, int times) {
    periodic_.emplace(loop_.get_executor(), interval, [this, times]() -> Awaitable<void> {
      if (++works_ == times) asio::post(loop_, [this] { stop(); });
      co_return;
    });
  }

  asio::io_context loop_{1};
  int works_ = 0;
  std::optional<Periodic> periodic_;
};

TEST_F(PeriodicTest, it_works_again_after_each_interval_until_it_is_stopped) {
  make(milliseconds(1), 3);
  periodic_->start();
  loop_.run();
  EXPECT_EQ(works_, 3);
}

TEST_F(PeriodicTest, it_works_at_once_if_asked_to) {
  make(std::chrono::hours(1), 1);
  periodic_->start_now();
  loop_.run();
  EXPECT_EQ(works_, 1);
}

TEST_F(PeriodicTest, it_stops_while_it_waits) {
  make(std::chrono::hours(1), 1);
  periodic_->start();
  loop_.run_one();
  stop();
  loop_.run();
  EXPECT_EQ(works_, 0);
}

}  // namespace
}  // namespace parley
