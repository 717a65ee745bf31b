// A stranger who can publish in Redis cannot speak for a node: nothing that is not sealed with the nodes' key is
// delivered, and nothing twice.
#include <gmock/gmock.h>

#include "bus/redis/node_roll.hpp"
#include "bus/redis/publication_codec.hpp"
#include "bus/redis/sealed_stream.hpp"
#include "contract/redis_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ForgedMessagesTest : public RedisTest {
 protected:
  // Publishes one publication on the topic's channel, sealed with the secret.
  static std::string sealed(const Publication& publication, const std::string& secret) {
    redis::SealedStream stream(std::vector{secret}, "publications 0");
    const Publication* const pointer = &publication;
    return stream.close(redis::encode_publications(Uuid::generate(), {&pointer, 1}));
  }
  void publish_text(const std::string& text) {
    server_.run({"PUBLISH", "parley:0:conversation:" + std::get<ConversationId>(kTopic).text(), text});
  }
  // Waits until the node has refused as many messages.
  static bool refuses(RedisNode& node, std::uint64_t messages) {
    return eventually([&] { return node.metrics().redis_refused.value() == messages; });
  }
};

TEST_F(ForgedMessagesTest, only_a_message_that_is_sealed_with_the_nodes_key_is_delivered) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  const Publication forged = publication(kTopic, 5);
  const Publication* const pointer = &forged;
  const std::string genuine = sealed(publication(kTopic, 7), kNodeSecret);

  publish_text(redis::encode_publications(Uuid::generate(), {&pointer, 1}));
  publish_text(sealed(forged, "a secret that only the forger has"));
  for (std::size_t place = 17; place < genuine.size(); place += 7) {
    std::string changed = genuine;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    publish_text(changed);
  }
  publish_text("anything");
  const auto expected = 3 + (genuine.size() - 17 + 6) / 7;
  EXPECT_TRUE(refuses(node, expected));
  EXPECT_THAT(listener.recorder->heard(), IsEmpty());

  publish_text(genuine);
  EXPECT_TRUE(listener.recorder->hears(1));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(7));
}

TEST_F(ForgedMessagesTest, a_message_that_is_published_again_is_delivered_once) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  const std::string genuine = sealed(publication(kTopic, 7), kNodeSecret);
  for (int i = 0; i < 3; ++i) publish_text(genuine);
  EXPECT_TRUE(refuses(node, 2));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(7));
}

TEST_F(ForgedMessagesTest, a_message_of_one_endpoint_is_worth_nothing_on_another_one) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const Listener listener = listen(node, kTopic);
  redis::SealedStream elsewhere(std::vector<std::string>{kNodeSecret}, "publications 1");
  const Publication copied = publication(kTopic, 7);
  const Publication* const pointer = &copied;
  publish_text(elsewhere.close(redis::encode_publications(Uuid::generate(), {&pointer, 1})));
  EXPECT_TRUE(refuses(node, 1));
  EXPECT_THAT(listener.recorder->heard(), IsEmpty());
}

TEST_F(ForgedMessagesTest, reports_of_nodes_that_do_not_exist_change_nothing) {
  RedisNode node(options());
  ASSERT_TRUE(node.becomes_whole());
  const std::uint64_t interruptions = node.bus().status().interruptions;
  redis::SealedStream forger(std::vector<std::string>{"a secret that only the forger has"}, "reports 0");
  const std::string report = redis::encode_report({Uuid::generate(), 9, false});
  for (const std::string& text : {report, forger.close(report), std::string("anything")}) {
    server_.run({"PUBLISH", "parley:0:nodes", text});
  }
  EXPECT_TRUE(refuses(node, 3));
  EXPECT_EQ(node.bus().status().interruptions, interruptions);
  EXPECT_TRUE(node.bus().status().is_whole);
}

TEST_F(ForgedMessagesTest, nodes_with_different_keys_say_so_once_and_do_not_take_each_others_messages) {
  ::testing::internal::CaptureStderr();
  {
    RedisNode node(options());
    RedisOptions other = options();
    other.secrets = {"the secret of another server here"};
    RedisNode stranger(other);
    ASSERT_TRUE(node.becomes_whole() && stranger.becomes_whole());
    const Listener listener = listen(node, kTopic);
    for (int rev = 1; rev <= 3; ++rev) publish(stranger.bus(), kTopic, rev);
    EXPECT_TRUE(eventually([&] { return node.metrics().redis_refused.value() >= 5; }));
    EXPECT_THAT(listener.recorder->heard(), IsEmpty());
  }
  const std::string log = ::testing::internal::GetCapturedStderr();
  const auto first = log.find("redis.message_refused");
  ASSERT_NE(first, std::string::npos) << log;
  EXPECT_THAT(log, HasSubstr("other key"));
  // Each of the two nodes says it once.
  const auto second = log.find("redis.message_refused", first + 1);
  EXPECT_EQ(second == std::string::npos ? second : log.find("redis.message_refused", second + 1), std::string::npos);
}

TEST_F(ForgedMessagesTest, while_the_key_is_changed_node_by_node_all_messages_arrive) {
  RedisOptions both = options();
  both.secrets = {"the new secret of these same nodes", kNodeSecret};
  RedisOptions older = options();
  older.secrets = {kNodeSecret, "the new secret of these same nodes"};
  RedisNode switched(both);
  RedisNode prepared(older);
  ASSERT_TRUE(switched.becomes_whole() && prepared.becomes_whole());
  const Listener here = listen(switched, kTopic);
  const Listener there = listen(prepared, kTopic);
  EXPECT_TRUE(is_heard(prepared, here, kTopic, 1));
  EXPECT_TRUE(is_heard(switched, there, kTopic, 2));
}

}  // namespace
}  // namespace parley::testing
