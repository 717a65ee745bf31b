// Forged messages of every kind are published in the Redis that three nodes share. Nothing is delivered, nobody is
// signed out, and nobody reads what is not theirs. Runs in the `cluster` deployment only.
#include "bus/redis/names.hpp"
#include "bus/redis/node_roll.hpp"
#include "bus/redis/sealed_stream.hpp"
#include "e2e/support/server_test.hpp"
#include "support/forgery.hpp"
#include "support/redis_ear.hpp"
#include "support/redis_server.hpp"

namespace parley::e2e {
namespace {

using testing::forged_event;
using testing::RedisServer;

class ForgedBusTest : public ServerTest {
 protected:
  // Publishes a message of every form on the topic's channel.
  void forge(const Publication& publication) {
    for (const std::string& text : testing::forged_forms(publication)) {
      publish(redis::topic_channel(0, redis::topic_name(publication.topic)), text);
    }
  }
  void publish(const std::string& channel, const std::string& text) {
    RedisServer::shared().run({"PUBLISH", channel, text});
    ++published_;
  }
  std::size_t published_ = 0;
};

TEST_F(ForgedBusTest, nothing_that_a_stranger_publishes_in_redis_is_believed) {
  if (chosen_deployment() != Deployment::cluster) GTEST_SKIP() << "the nodes share no Redis";
  Person ann = person("ann");
  Person bob = person("bob");
  Person eve = person("eve");
  const std::string group = ann.create_group({&bob});
  const ConversationId conversation = *ConversationId::parse(group);
  ann.say(group, "secret");
  std::vector<LiveClient> members;
  std::vector<LiveClient> strangers;
  for (const std::uint16_t port : server().ports()) {
    members.emplace_back(port);
    members.back().hello(bob.token());
    strangers.emplace_back(port);
    strangers.back().hello(eve.token());
  }
  const SessionId session = *SessionId::parse(bob.session());
  const UserId bob_id = *UserId::parse(bob.id());
  const UserId eve_id = *UserId::parse(eve.id());

  for (std::int64_t rev = 0; rev < 20; ++rev) {
    forge(forged_event(conversation, rev));
    forge(forged_event(conversation, rev, StopDelivery{bob_id}));
    forge(forged_event(bob_id, rev, EndSessions{{session}, 0}));
    forge(forged_event(bob_id, rev, PresenceRules{.is_hidden = true}));
    forge(forged_event(eve_id, rev, StartDelivery{{conversation, Rev(0), Seq(0)}}));
  }
  const std::string report = redis::encode_report({Uuid::generate(), 3, false});
  redis::SealedStream forger(std::vector<std::string>{testing::kForgersSecret}, "reports 0");
  for (const std::string& text : {report, forger.close(report)}) publish(redis::control_channel(0), text);

  // A node refuses a message on a channel that it follows; here each of the three follows all of them.
  const auto refused = static_cast<double>(3 * published_);
  EXPECT_TRUE(eventually([&] { return metric("parley_redis_refused_total") >= refused; }))
      << metric("parley_redis_refused_total") << " of " << refused;
  ann.say(group, "genuine");
  for (LiveClient& member : members) {
    EXPECT_EQ(member.wait_event("message.created").at("data").at("body"), "genuine");
    EXPECT_TRUE(member.is_open());
    EXPECT_EQ(member.events_of("message.created").size(), 1);
  }
  for (LiveClient& stranger : strangers) {
    stranger.must("conversation.list");
    EXPECT_TRUE(stranger.events_of("message.created").empty());
    EXPECT_TRUE(stranger.is_open());
  }
  EXPECT_EQ(metric("parley_websocket_connections"), 6);
}

TEST_F(ForgedBusTest, a_message_that_a_stranger_recorded_and_publishes_again_is_not_delivered_again) {
  if (chosen_deployment() != Deployment::cluster) GTEST_SKIP() << "the nodes share no Redis";
  Person ann = person("ann");
  const std::string group = ann.create_group({});
  const std::string channel = redis::topic_channel(0, "conversation:" + group);
  std::vector<LiveClient> clients;
  for (const std::uint16_t port : server().ports()) {
    clients.emplace_back(port);
    clients.back().hello(ann.token());
  }
  testing::RedisEar ear(RedisServer::shared().port(), channel);
  ann.say(group, "once");
  const std::string recorded = ear.hear();
  for (LiveClient& client : clients) client.wait_event("message.created");
  publish(channel, recorded);
  // The node that sent the message does not take it from Redis at all; the two others refuse it.
  EXPECT_TRUE(eventually([&] { return metric("parley_redis_refused_total") >= 2; }));
  for (LiveClient& client : clients) {
    client.must("conversation.list");
    EXPECT_EQ(client.events_of("message.created").size(), 1);
  }
}

}  // namespace
}  // namespace parley::e2e
