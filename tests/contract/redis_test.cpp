// What is specific to Redis in normal operation: passwords, databases, names, several servers, and the keys that
// remain.
#include <gmock/gmock.h>

#include "contract/redis_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Returns how many errors of this kind the server has answered.
int errors_answered(RedisServer& server, const std::string& code) {
  const std::string label = "errorstat_" + code + ":count=";
  const std::string statistics = server.run({"INFO", "errorstats"});
  const std::size_t found = statistics.find(label);
  return found == std::string::npos ? 0 : std::stoi(statistics.substr(found + label.size()));
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
  one.leases().renew(user, LeaseId::generate(), PresenceState::online, kLong);
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
    // Each of the two links has tried more than once.
    EXPECT_TRUE(eventually([&] { return errors_answered(locked, "WRONGPASS") > 4; }));
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
    EXPECT_TRUE(eventually([&] { return errors_answered(locked, "NOAUTH") > 0; }));
    locked.run({"CONFIG", "SET", "requirepass", ""});
    EXPECT_TRUE(node.becomes_whole());
  }
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("NOAUTH"), std::string::npos);
}

TEST_F(RedisTest, a_server_that_refuses_subscriptions_is_said_in_the_log) {
  ::testing::internal::CaptureStderr();
  {
    server_.run({"ACL", "SETUSER", "default", "resetchannels"});
    RedisNode node(options());
    EXPECT_TRUE(eventually([&] { return node.metrics().redis_reconnects.value() > 1; }));
    EXPECT_FALSE(node.bus().status().is_whole);
    server_.run({"ACL", "SETUSER", "default", "allchannels"});
    EXPECT_TRUE(node.becomes_whole());
  }
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("NOPERM"), std::string::npos);
}

TEST_F(RedisTest, a_host_is_found_by_its_name) {
  RedisNode node(options({"redis://localhost:" + std::to_string(server_.port())}));
  EXPECT_TRUE(node.becomes_whole());
}

TEST_F(RedisTest, nothing_stays_behind_in_redis) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const UserId user = UserId::generate();
  node.leases().renew(user, LeaseId::generate(), PresenceState::online, milliseconds(1500));
  node.take("key", {.per_second = 2, .burst = 2});
  const auto ttl = [&](const std::string& key) { return std::stoi(server_.run({"PTTL", key})); };
  EXPECT_GT(ttl("parley:limit:key"), 0);
  EXPECT_LE(ttl("parley:limit:key"), 500);
  ASSERT_TRUE(eventually([&] { return ttl("parley:lease:" + user.text()) > 0; }));
  EXPECT_LE(ttl("parley:lease:" + user.text()), 1500);
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
  // The node subscribes to the control channel as well.
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
  // Redis confirms only the subscriptions that were lost.
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

TEST_F(RedisTest, what_cannot_be_read_counts_as_an_interruption) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  const std::uint64_t interruptions = node.bus().status().interruptions;
  server_.run({"PUBLISH", "parley:0:conversation:" + std::get<ConversationId>(kTopic).text(), "of another version"});
  EXPECT_TRUE(eventually([&] { return node.bus().status().interruptions == interruptions + 1; }));
  EXPECT_THAT(listener.recorder->heard(), IsEmpty());
}

// The rights that docs/operations.md gives to the nodes, and no others.
TEST_F(RedisTest, a_user_with_the_documented_rights_is_enough) {
  server_.run({"ACL",
               "SETUSER",
               "parley",
               "on",
               ">secret",
               "resetchannels",
               "&parley:*",
               "~parley:*",
               "-@all",
               "+ping",
               "+select",
               "+publish",
               "+subscribe",
               "+unsubscribe",
               "+eval",
               "+evalsha",
               "+time",
               "+get",
               "+set",
               "+del",
               "+zadd",
               "+zrem",
               "+zrange",
               "+zrevrange",
               "+zrangebyscore",
               "+zremrangebyscore",
               "+pexpireat"});
  const std::string url = "redis://parley:secret@127.0.0.1:" + std::to_string(server_.port()) + "/3";
  RedisNode one(options({url}));
  RedisNode two(options({url}));
  ASSERT_TRUE(one.becomes_whole() && two.becomes_whole());
  const Listener listener = listen(one, kTopic);
  EXPECT_TRUE(is_heard(two, listener, kTopic, 1));
  one.bus().unsubscribe(listener.number, kTopic);

  const UserId user = UserId::generate();
  const LeaseId lease = LeaseId::generate();
  one.leases().renew(user, lease, PresenceState::online, kLong);
  EXPECT_TRUE(eventually([&] { return !two.online({user}).empty(); }));
  one.leases().release(user, lease);
  EXPECT_TRUE(eventually([&] { return two.online({user}).empty(); }));
  EXPECT_FALSE(one.take("key", {.per_second = 0.01, .burst = 1}));
  EXPECT_TRUE(two.take("key", {.per_second = 0.01, .burst = 1}));
  one.loop().run(one.limits().give_back("key", {.per_second = 0.01, .burst = 1}));
  EXPECT_FALSE(one.take("key", {.per_second = 0.01, .burst = 1}));
  EXPECT_EQ(errors_answered(server_, "NOPERM"), 0);
}

// A server that cannot start throws its links away without ever running them.
TEST(RedisOptions, links_that_never_ran_can_be_thrown_away) {
  Metrics metrics;
  asio::io_context loop;
  const auto links = open_redis({.urls = {"redis://127.0.0.1"}, .secrets = {kNodeSecret}}, loop, metrics);
  ASSERT_TRUE(links);
  const auto bus = create_redis_bus(**links);
  const auto leases = create_redis_leases(**links);
  bus->subscribe(bus->add_listener(std::make_shared<BusRecorder>()), ConversationId::generate());
  bus->publish(std::vector{publication(ConversationId::generate(), 1)});
  EXPECT_FALSE((*links)->are_up());
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
