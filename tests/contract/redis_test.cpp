// What is particular to Redis: that it comes and goes, falls silent, wants a password, and that there may be several.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/bus_recorder.hpp"
#include "support/redis_server.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr milliseconds kLong{60'000};

class RedisTest : public ::testing::Test {
 protected:
  struct Listener {
    std::shared_ptr<BusRecorder> recorder = std::make_shared<BusRecorder>();
    std::size_t number = 0;
  };

  static RedisOptions options(std::vector<std::string> urls) {
    return {.urls = std::move(urls), .password = "", .connect_timeout = seconds(1), .reply_timeout = seconds(1)};
  }
  RedisOptions options() const { return options({server_.url()}); }

  static Listener listen(RedisNode& node, const Topic& topic) {
    Listener listener;
    listener.number = node.bus().add_listener(listener.recorder);
    node.bus().subscribe(listener.number, topic);
    EXPECT_TRUE(eventually([&] { return listener.recorder->times_subscribed(topic) > 0; }));
    return listener;
  }

  // Whether a publication of one node reaches the other now. Those sent before are waited for, too.
  static bool is_heard(RedisNode& from, const Listener& listener, const Topic& topic, std::int64_t rev) {
    publish(from.bus(), topic, rev);
    return eventually([&] { return std::ranges::count(listener.recorder->revs(), rev) > 0; });
  }

  static bool becomes_broken(RedisNode& node) {
    return eventually([&] { return !node.bus().status().is_whole; });
  }

  const Topic kTopic = ConversationId::generate();
  RedisServer server_;
};

TEST_F(RedisTest, a_server_that_stops_and_comes_back_is_used_again) {
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
  EXPECT_GT(publisher.metrics().redis_dropped.value(), dropped);

  server_.start();
  ASSERT_TRUE(publisher.becomes_whole() && node.becomes_whole());
  EXPECT_TRUE(eventually([&] { return listener.recorder->times_subscribed(kTopic) == 2; }));
  EXPECT_TRUE(is_heard(publisher, listener, kTopic, 2));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(2));
  EXPECT_GE(node.metrics().redis_reconnects.value(), 2u);
  EXPECT_EQ(node.metrics().redis_links_up.value(), 2);
}

TEST_F(RedisTest, a_node_hears_itself_while_the_server_is_away) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  server_.stop();
  publish(node.bus(), kTopic, 1);
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(1));
}

TEST_F(RedisTest, a_server_that_is_not_there_at_the_start_is_waited_for) {
  server_.stop();
  RedisNode node(options());
  const auto recorder = std::make_shared<BusRecorder>();
  node.bus().subscribe(node.bus().add_listener(recorder), kTopic);
  EXPECT_FALSE(node.bus().status().is_whole);
  server_.start();
  EXPECT_TRUE(node.becomes_whole());
  EXPECT_TRUE(eventually([&] { return recorder->times_subscribed(kTopic) == 1; }));
}

TEST_F(RedisTest, a_silent_server_is_given_up_within_the_reply_timeout) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  server_.pause();
  const Instant start = Instant::clock::now();
  ASSERT_TRUE(becomes_broken(node));
  // One second of silence, found at the next look, a quarter of a second later at most; and the machine is busy.
  EXPECT_GE(Instant::clock::now() - start, milliseconds(700));
  EXPECT_LT(Instant::clock::now() - start, seconds(4));
  server_.resume();
  ASSERT_TRUE(node.becomes_whole());
  EXPECT_TRUE(eventually([&] { return listener.recorder->times_subscribed(kTopic) == 2; }));
}

TEST_F(RedisTest, questions_to_a_silent_server_are_answered_from_here) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const UserId user = UserId::generate();
  node.leases().renew(user, LeaseId::generate(), kLong);
  constexpr TokenRate rate{.per_second = 0.001, .burst = 2};
  EXPECT_EQ(node.take("key", rate), std::nullopt);
  server_.pause();
  const Instant start = Instant::clock::now();
  EXPECT_THAT(node.online({user, UserId::generate()}), ElementsAre(user));
  EXPECT_EQ(node.take("key", rate), std::nullopt);
  EXPECT_TRUE(node.take("key", rate));
  EXPECT_LT(Instant::clock::now() - start, seconds(3));
}

TEST_F(RedisTest, a_password_and_a_database_are_used) {
  RedisServer locked({.password = "s@cret/"});
  const std::string host = "127.0.0.1:" + std::to_string(locked.port());
  RedisOptions elsewhere = options({"redis://" + host + "/3"});
  elsewhere.password = "s@cret/";
  RedisNode one(options({"redis://:s%40cret%2F@" + host + "/3"}));
  RedisNode two(elsewhere);
  ASSERT_TRUE(one.becomes_whole() && two.becomes_whole());
  const Listener listener = listen(one, kTopic);
  EXPECT_TRUE(is_heard(two, listener, kTopic, 1));

  const UserId user = UserId::generate();
  one.leases().renew(user, LeaseId::generate(), kLong);
  EXPECT_TRUE(eventually([&] { return !two.online({user}).empty(); }));
  EXPECT_NE(locked.run({"INFO", "keyspace"}).find("db3:"), std::string::npos);
  EXPECT_EQ(locked.run({"INFO", "keyspace"}).find("db0:"), std::string::npos);
}

TEST_F(RedisTest, databases_of_one_server_do_not_hear_each_other) {
  RedisNode first(options({server_.url() + "/1"}));
  RedisNode second(options({server_.url() + "/2"}));
  ASSERT_TRUE(first.becomes_whole() && second.becomes_whole());
  const Listener here = listen(first, kTopic);
  const Listener there = listen(second, kTopic);
  RedisNode other(options({server_.url() + "/1"}));
  ASSERT_TRUE(other.becomes_whole());
  EXPECT_TRUE(is_heard(other, here, kTopic, 1));
  RedisNode last(options({server_.url() + "/2"}));
  ASSERT_TRUE(last.becomes_whole());
  EXPECT_TRUE(is_heard(last, there, kTopic, 2));
  EXPECT_THAT(here.recorder->revs(), ElementsAre(1));
  EXPECT_THAT(there.recorder->revs(), ElementsAre(2));
}

TEST_F(RedisTest, a_wrong_password_is_said_in_the_log_and_tried_again) {
  RedisServer locked({.password = "right"});
  ::testing::internal::CaptureStderr();
  {
    RedisNode node(options({"redis://:wrong-one@127.0.0.1:" + std::to_string(locked.port())}));
    // Both links, more than once each.
    EXPECT_TRUE(eventually([&] {
      return std::stoi(locked.run({"INFO", "stats"})
                           .substr(locked.run({"INFO", "stats"}).find("total_connections_received:") + 27)) > 12;
    }));
    EXPECT_FALSE(node.links().are_up());
    EXPECT_FALSE(node.bus().status().is_whole);
  }
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find("redis.link_down"), std::string::npos) << log;
  EXPECT_NE(log.find("WRONGPASS"), std::string::npos) << log;
  EXPECT_EQ(log.find("wrong-one"), std::string::npos) << log;
}

TEST_F(RedisTest, a_password_that_is_missing_is_said_in_the_log) {
  RedisServer locked({.password = "right"});
  ::testing::internal::CaptureStderr();
  {
    RedisNode node(options({"redis://127.0.0.1:" + std::to_string(locked.port())}));
    locked.run({"CONFIG", "SET", "requirepass", ""});
    EXPECT_TRUE(node.becomes_whole());
  }
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("NOAUTH"), std::string::npos);
}

TEST_F(RedisTest, a_host_is_found_by_its_name) {
  RedisNode node(options({"redis://localhost:" + std::to_string(server_.port())}));
  EXPECT_TRUE(node.becomes_whole());
}

TEST_F(RedisTest, leases_survive_a_flush_and_a_restart_of_the_server) {
  RedisNode holder(options());
  RedisNode asker(options());
  ASSERT_TRUE(holder.becomes_whole() && asker.becomes_whole());
  const UserId user = UserId::generate();
  holder.leases().renew(user, LeaseId::generate(), kLong);
  const auto is_online = [&] { return !asker.online({user}).empty(); };
  ASSERT_TRUE(eventually(is_online));
  // By this the flush has been heard of.
  const auto key_count = [&] { return server_.run({"EXISTS", "parley:presence:" + user.text()}); };
  server_.flush();
  EXPECT_TRUE(eventually([&] { return key_count() == "1"; }));
  EXPECT_TRUE(is_online());
  server_.kill();
  server_.start();
  EXPECT_TRUE(eventually(is_online));
}

TEST_F(RedisTest, scripts_survive_their_being_flushed) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  constexpr TokenRate rate{.per_second = 0.001, .burst = 2};
  EXPECT_EQ(node.take("key", rate), std::nullopt);
  server_.run({"SCRIPT", "FLUSH"});
  EXPECT_EQ(node.take("key", rate), std::nullopt);
  EXPECT_TRUE(node.take("key", rate));
}

TEST_F(RedisTest, nothing_stays_behind_in_redis) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const UserId user = UserId::generate();
  node.leases().renew(user, LeaseId::generate(), milliseconds(1500));
  node.take("key", {.per_second = 2, .burst = 2});
  const auto ttl = [&](const std::string& key) { return std::stoi(server_.run({"PTTL", key})); };
  EXPECT_GT(ttl("parley:limit:key"), 0);
  EXPECT_LE(ttl("parley:limit:key"), 500);
  ASSERT_TRUE(eventually([&] { return ttl("parley:presence:" + user.text()) > 0; }));
  EXPECT_LE(ttl("parley:presence:" + user.text()), 1500);
}

TEST_F(RedisTest, a_node_that_dies_stops_being_online_when_its_leases_run_out) {
  RedisNode asker(options());
  ASSERT_TRUE(asker.becomes_whole());
  const UserId user = UserId::generate();
  const auto is_online = [&] { return !asker.online({user}).empty(); };
  {
    RedisNode holder(options());
    ASSERT_TRUE(holder.becomes_whole());
    holder.leases().renew(user, LeaseId::generate(), milliseconds(1500));
    ASSERT_TRUE(eventually(is_online));
  }
  EXPECT_TRUE(is_online());
  EXPECT_TRUE(eventually([&] { return !is_online(); }));
}

TEST_F(RedisTest, limits_hold_on_one_node_alone_while_the_server_is_away) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  constexpr TokenRate rate{.per_second = 0.001, .burst = 3};
  EXPECT_EQ(node.take("key", rate), std::nullopt);
  server_.stop();
  ASSERT_TRUE(becomes_broken(node));
  // What was taken together counts.
  EXPECT_EQ(node.take("key", rate), std::nullopt);
  EXPECT_EQ(node.take("key", rate), std::nullopt);
  EXPECT_TRUE(node.take("key", rate));
}

TEST_F(RedisTest, two_servers_share_the_topics_and_lose_only_their_own) {
  constexpr int kTopics = 40;
  RedisServer second;
  RedisNode publisher(options({server_.url(), second.url()}));
  RedisNode node(options({second.url(), server_.url()}));
  ASSERT_TRUE(publisher.becomes_whole() && node.becomes_whole());
  const auto recorder = std::make_shared<BusRecorder>();
  const std::size_t listener = node.bus().add_listener(recorder);
  std::vector<Topic> topics;
  for (int i = 0; i < kTopics; ++i) {
    topics.emplace_back(ConversationId::generate());
    node.bus().subscribe(listener, topics.back());
  }
  ASSERT_TRUE(eventually([&] { return recorder->subscriptions() == kTopics; }));
  // The control channel is one of them.
  const auto channels = [](RedisServer& server) {
    const std::string lines = server.run({"PUBSUB", "CHANNELS"});
    return std::ranges::count(lines, '\n') - 1;
  };
  const auto on_first = channels(server_);
  EXPECT_GT(on_first, 0);
  EXPECT_GT(channels(second), 0);
  EXPECT_EQ(on_first + channels(second), kTopics);

  second.stop();
  ASSERT_TRUE(becomes_broken(publisher) && becomes_broken(node));
  for (int i = 0; i < kTopics; ++i) publish(publisher.bus(), topics[static_cast<std::size_t>(i)], i + 1);
  ASSERT_TRUE(recorder->hears(static_cast<std::size_t>(on_first)));
  second.start();
  ASSERT_TRUE(publisher.becomes_whole() && node.becomes_whole());
  EXPECT_EQ(recorder->revs().size(), static_cast<std::size_t>(on_first));
  // Only what was lost is confirmed again.
  EXPECT_TRUE(
      eventually([&] { return recorder->subscriptions() == 2 * kTopics - static_cast<std::size_t>(on_first); }));
  recorder->forget();
  for (int i = 0; i < kTopics; ++i) publish(publisher.bus(), topics[static_cast<std::size_t>(i)], i + 1);
  EXPECT_TRUE(recorder->hears(kTopics));
}

TEST_F(RedisTest, ten_thousand_subscriptions_are_confirmed_in_batches_and_again_after_a_restart) {
  constexpr std::size_t kCount = 10'000;
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const auto recorder = std::make_shared<BusRecorder>();
  const std::size_t listener = node.bus().add_listener(recorder);
  std::vector<Topic> topics;
  for (std::size_t i = 0; i < kCount; ++i) {
    topics.emplace_back(UserId::generate());
    node.bus().subscribe(listener, topics.back());
  }
  ASSERT_TRUE(eventually([&] { return recorder->subscriptions() == kCount; }));
  EXPECT_LT(recorder->subscribed_calls(), kCount / 10);
  server_.stop();
  server_.start();
  ASSERT_TRUE(eventually([&] { return recorder->subscriptions() == 2 * kCount; }));
  ASSERT_TRUE(node.becomes_whole());
  for (const Topic& topic : topics) node.bus().unsubscribe(listener, topic);
  EXPECT_TRUE(eventually([&] { return server_.run({"PUBSUB", "CHANNELS"}) == "parley:0:nodes\n"; }));
}

TEST_F(RedisTest, what_a_slow_server_does_not_take_is_dropped_and_others_learn_of_it) {
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
  EXPECT_GT(publisher.bus().status().interruptions, 0u);
  server_.resume();
  EXPECT_TRUE(eventually([&] { return node.bus().status().interruptions > interruptions; }));
  EXPECT_TRUE(is_heard(publisher, listener, kTopic, 3000));
  EXPECT_LT(listener.recorder->revs().size(), 2000u);
}

TEST_F(RedisTest, a_node_that_cannot_publish_is_missed_by_the_others) {
  RedisNode node(options());
  RedisNode other(options());
  ASSERT_TRUE(node.becomes_whole() && other.becomes_whole());
  const Listener listener = listen(node, kTopic);
  ASSERT_TRUE(is_heard(other, listener, kTopic, 1));
  // It says so in leaving, and nobody waits for it.
  other.shut_down();
  EXPECT_TRUE(node.bus().status().is_whole);

  auto third = std::make_unique<RedisNode>(options());
  ASSERT_TRUE(third->becomes_whole());
  ASSERT_TRUE(is_heard(*third, listener, kTopic, 2));
  const std::uint64_t interruptions = node.bus().status().interruptions;
  // Nothing that it sends gets through, but it listens still.
  server_.run({"ACL", "SETUSER", "default", "-publish"});
  EXPECT_TRUE(becomes_broken(node));
  EXPECT_GT(node.bus().status().interruptions, interruptions);
  server_.run({"ACL", "SETUSER", "default", "+publish"});
  EXPECT_TRUE(node.becomes_whole());
}

TEST_F(RedisTest, what_was_published_before_the_end_has_been_sent) {
  constexpr int kCount = 2000;
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  {
    RedisNode publisher(options());
    ASSERT_TRUE(publisher.becomes_whole());
    for (int rev = 1; rev <= kCount; ++rev) publish(publisher.bus(), kTopic, rev);
    publisher.shut_down();
    EXPECT_FALSE(publisher.links().are_up());
  }
  EXPECT_TRUE(listener.recorder->hears(kCount));
}

TEST_F(RedisTest, links_end_in_time_whatever_the_server_does) {
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

TEST_F(RedisTest, what_cannot_be_read_counts_as_an_interruption) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  const std::uint64_t interruptions = node.bus().status().interruptions;
  server_.run({"PUBLISH", "parley:0:conversation:" + std::get<ConversationId>(kTopic).text(), "of another version"});
  EXPECT_TRUE(eventually([&] { return node.bus().status().interruptions == interruptions + 1; }));
  EXPECT_THAT(listener.recorder->heard(), IsEmpty());
}

TEST(RedisOptions, an_address_that_cannot_be_used_is_named_without_its_password) {
  Metrics metrics;
  asio::io_context loop;
  const auto none = open_redis({}, loop, metrics);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().fields.front().field, "bus.redis.urls");
  const auto tls = open_redis({.urls = {"redis://one", "rediss://:secret@two"}}, loop, metrics);
  ASSERT_FALSE(tls);
  EXPECT_EQ(tls.error().code, ErrorCode::invalid_request);
  EXPECT_EQ(tls.error().fields.front().field, "bus.redis.urls[1]");
  EXPECT_EQ(tls.error().fields.front().detail.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace parley::testing
