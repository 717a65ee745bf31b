#include <parley/net/connection_life.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

constexpr Instant kStart{seconds(100)};
constexpr Instant kDeadline = kStart + seconds(5);

TEST(ConnectionLife, a_new_connection_is_open_and_hears) {
  const ConnectionLife life;
  EXPECT_TRUE(life.is_open());
  EXPECT_TRUE(life.hears());
  EXPECT_FALSE(life.is_gone());
  EXPECT_FALSE(life.is_overdue(Instant::max()));
}

TEST(ConnectionLife, the_first_close_counts_and_a_second_one_changes_nothing) {
  ConnectionLife life;
  EXPECT_TRUE(life.begin_close(CloseCode::server_restarting, kDeadline));
  EXPECT_FALSE(life.begin_close(CloseCode::too_slow, kStart));
  EXPECT_EQ(life.deadline(), kDeadline);
  EXPECT_EQ(life.vanish(CloseCode::abnormal)->code, CloseCode::server_restarting);
}

TEST(ConnectionLife, while_the_server_waits_for_the_answer_it_hears_and_keeps_its_half_open) {
  ConnectionLife life;
  life.begin_close(CloseCode::going_away, kDeadline);
  EXPECT_FALSE(life.is_open());
  EXPECT_TRUE(life.hears());
  EXPECT_FALSE(life.end_sending(kStart));
}

TEST(ConnectionLife, after_both_close_frames_the_server_ends_its_half_once) {
  ConnectionLife life;
  life.begin_close(CloseCode::going_away, kDeadline);
  life.hear_end();
  EXPECT_FALSE(life.hears());
  EXPECT_TRUE(life.end_sending(kStart + seconds(1)));
  EXPECT_FALSE(life.end_sending(kStart));
  EXPECT_EQ(life.deadline(), kStart + seconds(1));
}

TEST(ConnectionLife, ending_its_half_never_gives_the_client_more_time) {
  ConnectionLife life;
  life.begin_close(CloseCode::going_away, kDeadline);
  life.hear_end();
  life.end_sending(kDeadline + seconds(1));
  EXPECT_EQ(life.deadline(), kDeadline);
}

TEST(ConnectionLife, the_end_of_an_open_connection_is_unannounced) {
  ConnectionLife life;
  const auto end = life.vanish(CloseCode::abnormal);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->code, CloseCode::abnormal);
  EXPECT_TRUE(end->is_unannounced);
}

TEST(ConnectionLife, the_end_of_a_closing_connection_was_announced) {
  ConnectionLife life;
  life.begin_close(CloseCode::too_slow, kDeadline);
  EXPECT_FALSE(life.vanish(CloseCode::abnormal)->is_unannounced);
}

TEST(ConnectionLife, it_ends_once_and_nothing_follows) {
  ConnectionLife life;
  life.vanish(CloseCode::abnormal);
  EXPECT_TRUE(life.is_gone());
  EXPECT_FALSE(life.hears());
  EXPECT_FALSE(life.vanish(CloseCode::abnormal));
  EXPECT_FALSE(life.begin_close(CloseCode::going_away, kDeadline));
  EXPECT_FALSE(life.end_sending(kStart));
}

TEST(ConnectionLife, a_close_that_is_not_answered_is_overdue_at_its_deadline) {
  ConnectionLife life;
  life.begin_close(CloseCode::going_away, kDeadline);
  EXPECT_FALSE(life.is_overdue(kDeadline - milliseconds(1)));
  EXPECT_TRUE(life.is_overdue(kDeadline));
}

}  // namespace
}  // namespace parley
