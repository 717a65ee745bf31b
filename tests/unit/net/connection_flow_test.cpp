#include <parley/net/connection_flow.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

using Flush = ConnectionFlow::Flush;

TEST(ConnectionFlow, a_new_connection_neither_waits_nor_stands_on_a_list) {
  ConnectionFlow flow;
  EXPECT_FALSE(flow.is_paused());
  EXPECT_FALSE(flow.is_blocked());
  EXPECT_TRUE(flow.begin_wait());
  EXPECT_TRUE(flow.enlist(Flush::soon));
  EXPECT_TRUE(flow.enlist(Flush::later));
}

TEST(ConnectionFlow, it_waits_once_at_a_time_until_the_socket_is_readable) {
  ConnectionFlow flow;
  EXPECT_TRUE(flow.begin_wait());
  EXPECT_FALSE(flow.begin_wait());
  flow.end_wait();
  EXPECT_TRUE(flow.begin_wait());
}

TEST(ConnectionFlow, while_it_is_paused_it_does_not_wait_for_the_socket) {
  ConnectionFlow flow;
  flow.pause();
  EXPECT_TRUE(flow.is_paused());
  EXPECT_FALSE(flow.begin_wait());
}

TEST(ConnectionFlow, a_pause_is_resumed_once_however_often_it_was_asked_for) {
  ConnectionFlow flow;
  flow.pause();
  flow.pause();
  EXPECT_TRUE(flow.resume());
  EXPECT_FALSE(flow.resume());
  EXPECT_FALSE(flow.is_paused());
  EXPECT_TRUE(flow.begin_wait());
}

TEST(ConnectionFlow, resuming_while_it_waits_for_the_socket_changes_nothing) {
  ConnectionFlow flow;
  ASSERT_TRUE(flow.begin_wait());
  EXPECT_FALSE(flow.resume());
  EXPECT_FALSE(flow.begin_wait());
}

TEST(ConnectionFlow, reading_and_writing_do_not_wait_for_each_other) {
  ConnectionFlow flow;
  flow.block();
  EXPECT_TRUE(flow.begin_wait());
  EXPECT_TRUE(flow.is_blocked());
  flow.unblock();
  EXPECT_FALSE(flow.is_blocked());
  EXPECT_FALSE(flow.begin_wait());
}

TEST(ConnectionFlow, it_stands_on_each_flush_list_once_until_it_is_taken_off) {
  ConnectionFlow flow;
  EXPECT_TRUE(flow.enlist(Flush::soon));
  EXPECT_FALSE(flow.enlist(Flush::soon));
  EXPECT_TRUE(flow.enlist(Flush::later));
  flow.delist(Flush::soon);
  EXPECT_TRUE(flow.enlist(Flush::soon));
  EXPECT_FALSE(flow.enlist(Flush::later));
}

TEST(ConnectionFlow, taking_it_off_a_list_where_it_does_not_stand_changes_nothing) {
  ConnectionFlow flow;
  flow.delist(Flush::later);
  EXPECT_TRUE(flow.enlist(Flush::later));
}

}  // namespace
}  // namespace parley
