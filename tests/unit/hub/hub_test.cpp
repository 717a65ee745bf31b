#include <parley/hub/hub.hpp>

#include <gmock/gmock.h>

#include <parley/protocol/websocket/frame.hpp>

#include "unit/hub/hub_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string framed(const std::string& text) { return ws::encode_frame(ws::Opcode::text, text); }

class HubTest : public HubFixture {
 protected:
  void publish(std::vector<Announcement> announcements) {
    hub_.publish(announcements);
    run_ready();
  }
  void TearDown() override {
    for (const auto& client : {ada_, bob_}) hub_.shard(0).remove(*client);
    run(hub_.shut_down(0, Instant::clock::now() + seconds(5)));
  }

  asio::io_context* loops_[1] = {&loop_};
  Hub hub_{*bus_, loops_, sources(), {.deflate = true, .deflate_from_bytes = 100}, metrics_};
  const ConversationId group_ = ConversationId::generate();
  const std::shared_ptr<ClientRecorder> ada_ = std::make_shared<ClientRecorder>();
  const std::shared_ptr<ClientRecorder> bob_ = std::make_shared<ClientRecorder>();
};

TEST_F(HubTest, clients_get_an_announcement_as_one_frame_each_and_in_order) {
  hub_.shard(0).attach(*ada_, group_, 4);
  publish({{.topic = group_, .rev = 5, .text = "five"}, {.topic = group_, .rev = 6, .text = "six"}});
  EXPECT_THAT(ada_->received, ElementsAre(framed("five"), framed("six")));
}

TEST_F(HubTest, an_announcement_without_a_place_in_the_order_comes_at_once_and_to_all_but_the_excepted) {
  for (const auto& client : {ada_, bob_}) hub_.shard(0).attach(*client, group_, 4);
  publish({{.topic = group_, .text = "typing", .except = {bob_->user()}}});
  EXPECT_THAT(ada_->received, ElementsAre(framed("typing")));
  EXPECT_THAT(bob_->received, IsEmpty());
}

TEST_F(HubTest, a_member_who_joined_after_the_hidden_message_gets_the_other_text) {
  hub_.shard(0).attach(*ada_, group_, 4, Seq(2));
  hub_.shard(0).attach(*bob_, group_, 4, Seq(3));
  publish({{.topic = group_, .rev = 5, .text = "shown", .hidden = HiddenMessage{Seq(3), "hidden"}}});
  EXPECT_THAT(ada_->received, ElementsAre(framed("shown")));
  EXPECT_THAT(bob_->received, ElementsAre(framed("hidden")));
}

TEST_F(HubTest, an_instruction_takes_effect_with_its_announcement) {
  hub_.shard(0).attach(*ada_, group_, 4);
  publish({{.topic = group_, .rev = 5, .text = "last", .instruction = StopDelivery{ada_->user()}},
           {.topic = group_, .rev = 6, .text = "too late"}});
  EXPECT_THAT(ada_->received, ElementsAre(framed("last")));
}

TEST(EncodeForClients, only_a_larger_text_is_compressed_and_only_if_that_is_offered) {
  const std::string large(200, 'x');
  const HubOptions offered{.deflate = true, .deflate_from_bytes = 100};
  EXPECT_TRUE(encode_for_clients("small", offered)->deflated_frame.empty());
  EXPECT_FALSE(encode_for_clients(large, offered)->deflated_frame.empty());
  EXPECT_TRUE(encode_for_clients(large, {})->deflated_frame.empty());
  EXPECT_EQ(encode_for_clients(large, offered)->frame, framed(large));
}

}  // namespace
}  // namespace parley::testing
