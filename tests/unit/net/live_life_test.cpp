#include <parley/net/live_life.hpp>

#include <algorithm>

#include <gtest/gtest.h>

namespace parley {
namespace {

using Due = LiveLife::Due;
using After = LiveLife::After;

class LiveLifeTest : public ::testing::Test {
 protected:
  // Returns what is due after that time, if the client was heard just now.
  Due due_after(Instant::duration time) { return life_.due(kStart + time, kStart + time); }

  static constexpr Instant kStart{seconds(1000)};
  const Limits limits_;
  LiveLife life_{limits_, kStart};
};

TEST_F(LiveLifeTest, a_client_that_does_not_sign_in_gets_a_request_to_sign_in) {
  EXPECT_EQ(due_after(limits_.hello_timeout - milliseconds(1)), Due::nothing);
  EXPECT_EQ(due_after(limits_.hello_timeout), Due::sign_in);
  life_.identify();
  EXPECT_NE(due_after(limits_.hello_timeout), Due::sign_in);
}

TEST_F(LiveLifeTest, a_token_that_has_expired_is_due_before_anything_else) {
  life_.identify();
  life_.expire_at(kStart + seconds(1));
  EXPECT_EQ(life_.next_due(kStart), kStart + seconds(1));
  EXPECT_EQ(life_.due(kStart + std::chrono::hours(1), kStart), Due::new_token);
}

TEST_F(LiveLifeTest, a_client_that_is_silent_for_too_long_is_given_up) {
  life_.identify();
  EXPECT_EQ(life_.due(kStart + limits_.silence_timeout, kStart), Due::sign_of_life);
  EXPECT_NE(life_.due(kStart + limits_.silence_timeout, kStart + milliseconds(1)), Due::sign_of_life);
}

TEST_F(LiveLifeTest, a_beat_is_due_once_in_its_interval) {
  life_.identify();
  EXPECT_EQ(due_after(limits_.heartbeat_interval - milliseconds(1)), Due::nothing);
  EXPECT_EQ(due_after(limits_.heartbeat_interval), Due::beat);
  EXPECT_EQ(due_after(limits_.heartbeat_interval), Due::nothing);
  EXPECT_EQ(due_after(2 * limits_.heartbeat_interval), Due::beat);
}

TEST_F(LiveLifeTest, until_it_has_signed_in_it_is_woken_for_that) {
  EXPECT_EQ(life_.next_due(kStart),
            kStart + std::min<Instant::duration>(
                         {limits_.hello_timeout, limits_.silence_timeout, limits_.heartbeat_interval}));
}

TEST_F(LiveLifeTest, it_is_identified_and_then_follows) {
  EXPECT_FALSE(life_.is_identified());
  life_.identify();
  EXPECT_TRUE(life_.is_identified());
  EXPECT_FALSE(life_.is_following());
  life_.follow();
  EXPECT_TRUE(life_.is_following());
  life_.identify();
  EXPECT_TRUE(life_.is_following());
}

TEST_F(LiveLifeTest, only_a_client_that_was_proven_is_counted_and_it_is_counted_off_once) {
  EXPECT_FALSE(life_.is_counted());
  life_.identify();
  EXPECT_TRUE(life_.is_counted());
  EXPECT_TRUE(life_.leave());
  EXPECT_FALSE(life_.leave());
  EXPECT_FALSE(life_.is_counted());
  EXPECT_TRUE(life_.is_identified()) << "what it has asked for is still answered as for itself";
}

TEST_F(LiveLifeTest, a_client_that_was_never_proven_leaves_uncounted) { EXPECT_FALSE(life_.leave()); }

TEST_F(LiveLifeTest, reading_pauses_while_as_many_requests_are_under_way_as_may_be) {
  for (std::size_t i = 1; i < limits_.requests_in_flight; ++i) EXPECT_FALSE(life_.begin_request());
  EXPECT_TRUE(life_.begin_request());
  EXPECT_EQ(life_.end_request(), After::resume_reading);
}

TEST_F(LiveLifeTest, when_the_server_stops_an_idle_client_is_closed_at_once) {
  EXPECT_TRUE(life_.takes_requests());
  EXPECT_TRUE(life_.retire());
  EXPECT_FALSE(life_.takes_requests());
}

TEST_F(LiveLifeTest, when_the_server_stops_a_busy_client_is_closed_after_its_last_reply) {
  life_.begin_request();
  life_.begin_request();
  EXPECT_FALSE(life_.retire());
  EXPECT_EQ(life_.end_request(), After::resume_reading);
  EXPECT_EQ(life_.end_request(), After::close);
}

}  // namespace
}  // namespace parley
