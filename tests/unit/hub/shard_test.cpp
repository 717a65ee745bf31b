#include <parley/hub/shard.hpp>

#include <gmock/gmock.h>

#include "unit/hub/hub_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

SharedEvent encoded(const std::string& text) { return std::make_shared<EncodedEvent>(EncodedEvent{text, ""}); }

class ShardTest : public HubFixture {
 protected:
  void TearDown() override {
    for (const auto& client : {ada_, bob_}) shard_.remove(*client);
    run(shard_.shut_down(Instant::clock::now() + seconds(5)));
  }

  static Publication at(const Topic& topic, std::int64_t rev, Instruction instruction = {}) {
    Publication publication;
    publication.topic = topic;
    publication.since = rev - 1;
    publication.rev = rev;
    publication.event = encoded(std::to_string(rev));
    publication.instruction = std::move(instruction);
    return publication;
  }
  void publish(const Publication& publication) {
    bus_->publish({&publication, 1});
    run_ready();
  }

  Shard shard_{loop_, *bus_, sources(), encoded, metrics_};
  const ConversationId group_ = ConversationId::generate();
  const std::shared_ptr<ClientRecorder> ada_ = std::make_shared<ClientRecorder>();
  const std::shared_ptr<ClientRecorder> bob_ = std::make_shared<ClientRecorder>();
};

TEST_F(ShardTest, an_attached_client_gets_what_follows) {
  shard_.attach(*ada_, group_, 4);
  publish(at(group_, 5));
  EXPECT_THAT(ada_->received, ElementsAre("5"));
  EXPECT_THAT(bob_->received, IsEmpty());
  EXPECT_TRUE(shard_.is_attached(*ada_, group_));
  EXPECT_FALSE(shard_.is_attached(*bob_, group_));
}

TEST_F(ShardTest, what_happens_during_a_snapshot_waits_for_it) {
  shard_.hold(*ada_, group_);
  publish(at(group_, 5));
  publish(at(group_, 6));
  EXPECT_THAT(ada_->received, IsEmpty());
  shard_.attach(*ada_, group_, 5);
  EXPECT_THAT(ada_->received, ElementsAre("6"));
}

TEST_F(ShardTest, a_user_whose_delivery_stops_gets_that_event_and_nothing_after_it) {
  for (const auto& client : {ada_, bob_}) shard_.attach(*client, group_, 4);
  publish(at(group_, 5, StopDelivery{ada_->user()}));
  publish(at(group_, 6));
  EXPECT_THAT(ada_->received, ElementsAre("5"));
  EXPECT_THAT(bob_->received, ElementsAre("5", "6"));
}

TEST_F(ShardTest, a_departure_is_noted_where_the_others_are_even_before_an_earlier_event_has_come) {
  shard_.attach(*bob_, group_, 4);
  publish(at(group_, 6, StopDelivery{ada_->user()}));
  EXPECT_THAT(departed_, ElementsAre(ada_->user()));
  EXPECT_THAT(bob_->received, IsEmpty());
}

TEST_F(ShardTest, a_stream_whose_delivery_starts_follows_from_its_position) {
  shard_.attach(*ada_, ada_->user(), 1);
  publish(at(ada_->user(), 2, StartDelivery{{group_, Rev(7), Seq(0)}}));
  publish(at(group_, 7));
  publish(at(group_, 8));
  EXPECT_THAT(ada_->received, ElementsAre("2", "8"));
}

TEST_F(ShardTest, a_stream_is_followed_only_by_users_who_the_database_says_are_members) {
  visible_after_ = std::nullopt;
  shard_.attach(*ada_, ada_->user(), 1);
  publish(at(ada_->user(), 2, StartDelivery{{group_, Rev(7), Seq(0)}}));
  publish(at(group_, 8));
  EXPECT_THAT(ada_->received, ElementsAre("2"));
  EXPECT_FALSE(shard_.is_attached(*ada_, group_));
}

TEST_F(ShardTest, the_database_says_since_when_a_member_may_see_messages) {
  visible_after_ = Seq(9);
  shard_.attach(*ada_, ada_->user(), 1);
  publish(at(ada_->user(), 2, StartDelivery{{group_, Rev(7), Seq(0)}}));
  Publication pinned = at(group_, 8);
  pinned.hidden_message = Seq(5);
  pinned.otherwise = encoded("hidden");
  publish(pinned);
  EXPECT_THAT(ada_->received, ElementsAre("2", "hidden"));
}

TEST_F(ShardTest, a_client_whose_membership_cannot_be_read_is_closed_and_syncs_again) {
  visible_after_ = fail(ErrorCode::unavailable, "away");
  shard_.attach(*ada_, ada_->user(), 1);
  publish(at(ada_->user(), 2, StartDelivery{{group_, Rev(7), Seq(0)}}));
  EXPECT_EQ(ada_->ended, CloseCode::stream_lost);
}

TEST_F(ShardTest, a_session_that_ends_is_closed_even_while_it_waits_for_its_snapshot) {
  const auto phone = std::make_shared<ClientRecorder>(ada_->user());
  shard_.attach(*ada_, ada_->user(), 1);
  shard_.hold(*phone, ada_->user());
  publish(at(ada_->user(), 2, EndSessions{{phone->session()}}));
  EXPECT_EQ(phone->ended, CloseCode::session_revoked);
  EXPECT_EQ(ada_->ended, std::nullopt);
  shard_.remove(*phone);
}

TEST_F(ShardTest, rules_of_presence_reach_the_users_connections) {
  shard_.attach(*ada_, ada_->user(), 1);
  publish(at(ada_->user(), 2, PresenceRules{.is_hidden = true}));
  ASSERT_TRUE(ada_->rules);
  EXPECT_TRUE(ada_->rules->is_hidden);
}

TEST_F(ShardTest, what_is_missing_in_a_conversation_is_read_again) {
  shard_.attach(*ada_, group_, 4);
  stored_ = {{}, Rev(6), "5 and 6", {}};
  publish(at(group_, 6));
  EXPECT_THAT(ada_->received, IsEmpty());
  run_until([&] { return !ada_->received.empty(); });
  EXPECT_THAT(ada_->received, ElementsAre("5 and 6"));
  ASSERT_THAT(recoveries_, SizeIs(1));
  EXPECT_EQ(recoveries_[0].since, Rev(4));
}

TEST_F(ShardTest, what_is_read_again_is_not_for_users_who_left_meanwhile) {
  for (const auto& client : {ada_, bob_}) shard_.attach(*client, group_, 4);
  stored_ = {{}, Rev(6), "5 and 6", {ada_->user()}};
  publish(at(group_, 6));
  run_until([&] { return !bob_->received.empty(); });
  EXPECT_THAT(ada_->received, IsEmpty());
  EXPECT_THAT(departed_, ElementsAre(ada_->user()));
}

TEST_F(ShardTest, what_is_missing_in_a_users_own_stream_ends_the_connection) {
  shard_.attach(*ada_, ada_->user(), 4);
  publish(at(ada_->user(), 6));
  run_until([&] { return ada_->ended.has_value(); });
  EXPECT_EQ(ada_->ended, CloseCode::stream_lost);
}

TEST_F(ShardTest, a_connection_that_missed_the_end_of_its_session_is_told_of_it) {
  has_session_ended_ = true;
  shard_.attach(*ada_, ada_->user(), 4);
  publish(at(ada_->user(), 6));
  run_until([&] { return ada_->ended.has_value(); });
  EXPECT_EQ(ada_->ended, CloseCode::session_revoked);
}

TEST_F(ShardTest, a_snapshot_that_is_older_than_the_users_stream_ends_the_connection_in_the_same_way) {
  shard_.attach(*bob_, ada_->user(), 9);
  has_session_ended_ = true;
  shard_.attach(*ada_, ada_->user(), 4);
  run_until([&] { return ada_->ended.has_value(); });
  EXPECT_EQ(ada_->ended, CloseCode::session_revoked);
  EXPECT_EQ(bob_->ended, std::nullopt);
}

TEST_F(ShardTest, a_session_that_cannot_be_read_is_left_to_the_next_hello) {
  has_session_ended_ = fail(ErrorCode::unavailable, "away");
  shard_.attach(*ada_, ada_->user(), 4);
  publish(at(ada_->user(), 6));
  run_until([&] { return ada_->ended.has_value(); });
  EXPECT_EQ(ada_->ended, CloseCode::stream_lost);
}

TEST_F(ShardTest, a_client_whose_snapshot_is_older_than_what_waited_is_caught_up_by_itself) {
  shard_.attach(*bob_, group_, 9);
  stored_ = {{}, Rev(9), "5 to 9", {}};
  shard_.attach(*ada_, group_, 4, Seq(2));
  run_until([&] { return !ada_->received.empty(); });
  EXPECT_THAT(ada_->received, ElementsAre("5 to 9"));
  EXPECT_EQ(recoveries_[0].visible_after, Seq(2));
  EXPECT_THAT(bob_->received, IsEmpty());
}

TEST_F(ShardTest, a_client_that_was_removed_gets_nothing) {
  shard_.attach(*ada_, group_, 4);
  shard_.attach(*ada_, ada_->user(), 1);
  shard_.remove(*ada_);
  publish(at(group_, 5));
  publish(at(ada_->user(), 2));
  EXPECT_THAT(ada_->received, IsEmpty());
}

// A client may follow ten thousand conversations. Leaving them takes as long for each one as joining them.
TEST_F(ShardTest, removing_a_client_of_many_topics_takes_no_longer_than_following_them) {
  constexpr int kTopics = 40'000;
  std::vector<Topic> topics;
  for (int i = 0; i < kTopics; ++i) topics.emplace_back(ConversationId::generate());
  const Instant started = Instant::clock::now();
  for (const Topic& topic : topics) shard_.hold(*ada_, topic);
  const Instant followed = Instant::clock::now();
  shard_.remove(*ada_);
  EXPECT_LT(Instant::clock::now() - followed, 10 * (followed - started));
}

}  // namespace
}  // namespace parley::testing
