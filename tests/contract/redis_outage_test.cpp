// What holds while Redis stops and starts, does not answer, loses its data or refuses writes, and while nodes stop.
#include <gmock/gmock.h>

#include "contract/redis_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;

class RedisOutageTest : public RedisTest {};

TEST_F(RedisOutageTest, a_server_that_stops_and_comes_back_is_used_again) {
  RedisNode publisher(options());
  RedisNode node(options());
  ASSERT_TRUE(publisher.becomes_whole() && node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  const std::uint64_t interruptions = node.bus().status().interruptions;

  server_.stop();
  ASSERT_TRUE(becomes_broken(node) && becomes_broken(publisher));
  EXPECT_GT(node.bus().status().interruptions, interruptions);
  const std::uint64_t dropped = publisher.metrics().redis_dropped.value();
  publish(publisher.bus(), kTopic, 1);
  EXPECT_TRUE(eventually([&] { return publisher.metrics().redis_dropped.value() > dropped; }));

  server_.start();
  ASSERT_TRUE(publisher.becomes_whole() && node.becomes_whole());
  EXPECT_TRUE(eventually([&] { return listener.recorder->times_subscribed(kTopic) == 2; }));
  EXPECT_TRUE(is_heard(publisher, listener, kTopic, 2));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(2));
  EXPECT_GE(node.metrics().redis_reconnects.value(), 2u);
  EXPECT_EQ(node.metrics().redis_links_up.value(), 2);
}

TEST_F(RedisOutageTest, a_node_hears_itself_while_the_server_is_away) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  server_.stop();
  publish(node.bus(), kTopic, 1);
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(1));
}

TEST_F(RedisOutageTest, a_server_that_is_not_there_at_the_start_is_waited_for) {
  server_.stop();
  RedisNode node(options());
  const auto recorder = std::make_shared<BusRecorder>();
  node.bus().subscribe(node.bus().add_listener(recorder), kTopic);
  EXPECT_FALSE(node.bus().status().is_whole);
  server_.start();
  EXPECT_TRUE(node.becomes_whole());
  EXPECT_TRUE(eventually([&] { return recorder->times_subscribed(kTopic) == 1; }));
}

TEST_F(RedisOutageTest, a_silent_server_is_given_up_within_the_reply_timeout) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  server_.pause();
  const Instant start = Instant::clock::now();
  ASSERT_TRUE(becomes_broken(node));
  // The link notices a second of silence at its next check, at most a quarter of a second later. The machine may be
  // busy, so the bound is loose.
  EXPECT_GE(Instant::clock::now() - start, milliseconds(700));
  EXPECT_LT(Instant::clock::now() - start, seconds(4));
  server_.resume();
  ASSERT_TRUE(node.becomes_whole());
  EXPECT_TRUE(eventually([&] { return listener.recorder->times_subscribed(kTopic) == 2; }));
}

TEST_F(RedisOutageTest, questions_to_a_silent_server_are_answered_from_here) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const UserId user = UserId::generate();
  node.leases().renew(user, LeaseId::generate(), PresenceState::online, kLong);
  constexpr TokenRate kRate{.per_second = 0.001, .burst = 2};
  EXPECT_EQ(node.take("key", kRate), std::nullopt);
  server_.pause();
  const Instant start = Instant::clock::now();
  EXPECT_THAT(node.online({user, UserId::generate()}), ElementsAre(user));
  EXPECT_EQ(node.take("key", kRate), std::nullopt);
  EXPECT_TRUE(node.take("key", kRate));
  EXPECT_LT(Instant::clock::now() - start, seconds(3));
}

TEST_F(RedisOutageTest, leases_survive_a_flush_and_a_restart_of_the_server) {
  RedisNode holder(options());
  RedisNode asker(options());
  ASSERT_TRUE(holder.becomes_whole() && asker.becomes_whole());
  const UserId user = UserId::generate();
  holder.leases().renew(user, LeaseId::generate(), PresenceState::online, kLong);
  const auto is_online = [&] { return !asker.online({user}).empty(); };
  ASSERT_TRUE(eventually(is_online));
  // By this time the node knows of the flush.
  const auto key_count = [&] { return server_.run({"EXISTS", "parley:lease:" + user.text()}); };
  server_.flush();
  EXPECT_TRUE(eventually([&] { return key_count() == "1"; }));
  EXPECT_TRUE(is_online());
  server_.kill();
  server_.start();
  EXPECT_TRUE(eventually(is_online));
}

TEST_F(RedisOutageTest, scripts_survive_their_being_flushed) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  constexpr TokenRate kRate{.per_second = 0.001, .burst = 2};
  EXPECT_EQ(node.take("key", kRate), std::nullopt);
  server_.run({"SCRIPT", "FLUSH"});
  EXPECT_EQ(node.take("key", kRate), std::nullopt);
  EXPECT_TRUE(node.take("key", kRate));
}

TEST_F(RedisOutageTest, a_node_that_dies_stops_being_online_when_its_leases_run_out) {
  RedisNode asker(options());
  ASSERT_TRUE(asker.becomes_whole());
  const UserId user = UserId::generate();
  const auto is_online = [&] { return !asker.online({user}).empty(); };
  {
    RedisNode holder(options());
    ASSERT_TRUE(holder.becomes_whole());
    holder.leases().renew(user, LeaseId::generate(), PresenceState::online, milliseconds(1500));
    ASSERT_TRUE(eventually(is_online));
  }
  EXPECT_TRUE(is_online());
  EXPECT_TRUE(eventually([&] { return !is_online(); }));
}

TEST_F(RedisOutageTest, limits_hold_on_one_node_alone_while_the_server_is_away) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  constexpr TokenRate kRate{.per_second = 0.001, .burst = 3};
  EXPECT_EQ(node.take("key", kRate), std::nullopt);
  server_.stop();
  ASSERT_TRUE(becomes_broken(node));
  // What the nodes took together counts.
  EXPECT_EQ(node.take("key", kRate), std::nullopt);
  EXPECT_EQ(node.take("key", kRate), std::nullopt);
  EXPECT_TRUE(node.take("key", kRate));
}

TEST_F(RedisOutageTest, what_a_slow_server_does_not_take_is_dropped_and_others_learn_of_it) {
  RedisOptions narrow = options();
  narrow.queued_bytes = 64 * 1024;
  narrow.reply_timeout = seconds(10);
  RedisNode publisher(narrow);
  RedisNode node(narrow);
  ASSERT_TRUE(publisher.becomes_whole() && node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  ASSERT_TRUE(is_heard(publisher, listener, kTopic, 1));
  const std::uint64_t interruptions = node.bus().status().interruptions;
  server_.pause();
  for (int rev = 2; rev <= 2000; ++rev) publish(publisher.bus(), kTopic, rev);
  EXPECT_GT(publisher.metrics().redis_dropped.value(), 0u);
  EXPECT_EQ(publisher.bus().status().interruptions, 0u);
  server_.resume();
  EXPECT_TRUE(eventually([&] { return node.bus().status().interruptions > interruptions; }));
  EXPECT_TRUE(is_heard(publisher, listener, kTopic, 3000));
  EXPECT_LT(listener.recorder->revs().size(), 2000u);
}

TEST_F(RedisOutageTest, a_node_that_cannot_publish_is_missed_by_the_others) {
  RedisNode node(options());
  RedisNode other(options());
  ASSERT_TRUE(node.becomes_whole() && other.becomes_whole());
  const Listener listener = listen(node, kTopic);
  ASSERT_TRUE(is_heard(other, listener, kTopic, 1));
  // The leaving node says so itself, so that the others do not have to wait for its timeout.
  other.shut_down();
  EXPECT_TRUE(node.bus().status().is_whole);

  auto third = std::make_unique<RedisNode>(options());
  ASSERT_TRUE(third->becomes_whole());
  ASSERT_TRUE(is_heard(*third, listener, kTopic, 2));
  const std::uint64_t interruptions = node.bus().status().interruptions;
  // Redis refuses the node's publications, but the node still receives those of others.
  server_.run({"ACL", "SETUSER", "default", "-publish"});
  EXPECT_TRUE(becomes_broken(node));
  EXPECT_GT(node.bus().status().interruptions, interruptions);
  server_.run({"ACL", "SETUSER", "default", "+publish"});
  EXPECT_TRUE(node.becomes_whole());
}

TEST_F(RedisOutageTest, links_end_in_time_whatever_the_server_does) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  server_.pause();
  publish(node.bus(), kTopic, 1);
  const Instant start = Instant::clock::now();
  const auto end = [](RedisLinks& links) -> Awaitable<bool> {
    co_await links.shut_down(Instant::clock::now() + milliseconds(200));
    co_return true;
  };
  node.loop().run(end(node.links()));
  EXPECT_LT(Instant::clock::now() - start, seconds(2));
}

}  // namespace
}  // namespace parley::testing
