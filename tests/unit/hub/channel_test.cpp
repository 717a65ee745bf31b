#include <parley/hub/channel.hpp>

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace parley {
namespace {

constexpr Instant kNow{};

// Records the texts that it receives. A test's text is the rev, or the revs, of the event: "5" or "3-5".
class Listener final : public Subscriber {
 public:
  UserId user() const override { return user_; }
  SessionId session() const override { return {}; }
  std::weak_ptr<Subscriber> weak_self() override { return {}; }
  void deliver(const SharedEvent& event) override { received.push_back(event->frame); }
  void apply(const PresenceRules&) override {}
  void end(CloseCode, std::string_view) override { ended = true; }

  std::vector<std::string> received;
  bool ended = false;

 private:
  UserId user_ = UserId::generate();
};

class NotedActions final : public Channel::Actions {
 public:
  void delivered(Subscriber&, const Publication&) override { ++deliveries; }
  void needs_catch_up(Subscriber& subscriber, std::int64_t since) override { catch_ups[&subscriber] = since; }

  int deliveries = 0;
  std::map<Subscriber*, std::int64_t> catch_ups;
};

Publication covering(std::int64_t since, std::int64_t rev) {
  Publication publication;
  publication.since = since;
  publication.rev = rev;
  const std::string text = since + 1 == rev ? std::to_string(rev) : std::to_string(since) + "-" + std::to_string(rev);
  publication.event = std::make_shared<EncodedEvent>(EncodedEvent{text, {}});
  return publication;
}

Publication at(std::int64_t rev) { return covering(rev - 1, rev); }

Publication signal(std::string text, std::optional<UserId> except = std::nullopt) {
  Publication publication;
  publication.event = std::make_shared<EncodedEvent>(EncodedEvent{std::move(text), {}});
  if (except) publication.except = {*except};
  return publication;
}

class ChannelTest : public testing::Test {
 protected:
  void attach(Listener& listener, std::int64_t rev, Seq visible_after = Seq(0)) {
    channel_.hold(listener);
    ASSERT_EQ(channel_.attach(listener, rev, visible_after, kNow, actions_), Attached::yes);
  }

  Channel channel_{/*counts_in_digest=*/true};
  NotedActions actions_;
  Listener alice_;
  Listener bob_;
};

using Texts = std::vector<std::string>;

TEST_F(ChannelTest, an_attached_subscriber_gets_what_follows_its_snapshot) {
  attach(alice_, 4);
  channel_.publish(at(5), kNow, actions_);
  EXPECT_EQ(alice_.received, Texts{"5"});
  EXPECT_EQ(alice_.digest(), 5);
}

TEST_F(ChannelTest, what_happens_while_the_snapshot_is_read_is_delivered_after_it_and_only_what_it_lacks) {
  channel_.hold(alice_);
  for (const std::int64_t rev : {4, 5, 6}) channel_.publish(at(rev), kNow, actions_);
  EXPECT_TRUE(alice_.received.empty());
  EXPECT_EQ(channel_.attach(alice_, 5, Seq(0), kNow, actions_), Attached::yes);
  EXPECT_EQ(alice_.received, Texts{"6"});
}

TEST_F(ChannelTest, a_snapshot_that_is_ahead_of_the_bus_skips_what_it_holds_already) {
  attach(bob_, 3);
  attach(alice_, 5);
  for (const std::int64_t rev : {4, 5, 6}) channel_.publish(at(rev), kNow, actions_);
  EXPECT_EQ(alice_.received, Texts{"6"});
  EXPECT_EQ(bob_.received, (Texts{"4", "5", "6"}));
}

TEST_F(ChannelTest, a_snapshot_that_is_behind_is_refused_and_what_follows_goes_on_waiting) {
  attach(bob_, 5);
  channel_.publish(at(6), kNow, actions_);
  channel_.hold(alice_);
  EXPECT_EQ(channel_.attach(alice_, 4, Seq(0), kNow, actions_), Attached::behind);
  channel_.publish(at(7), kNow, actions_);
  EXPECT_TRUE(alice_.received.empty());
  EXPECT_EQ(channel_.attach(alice_, 6, Seq(0), kNow, actions_), Attached::yes);
  EXPECT_EQ(alice_.received, Texts{"7"});
}

TEST_F(ChannelTest, more_than_can_wait_for_one_snapshot_makes_it_read_again) {
  channel_.hold(alice_);
  const auto last = static_cast<std::int64_t>(Channel::kHeldLimit) + 10;
  for (std::int64_t rev = 1; rev <= last; ++rev) channel_.publish(at(rev), kNow, actions_);
  EXPECT_EQ(channel_.attach(alice_, 1, Seq(0), kNow, actions_), Attached::behind);
  EXPECT_EQ(channel_.attach(alice_, last, Seq(0), kNow, actions_), Attached::yes);
}

TEST_F(ChannelTest, a_recovered_stretch_goes_to_clients_that_are_at_its_beginning) {
  attach(alice_, 4);
  channel_.publish(at(7), kNow, actions_);
  channel_.publish(covering(4, 6), kNow, actions_);
  EXPECT_EQ(alice_.received, (Texts{"4-6", "7"}));
}

TEST_F(ChannelTest, a_member_who_joined_within_a_recovered_stretch_is_not_shown_what_came_before) {
  attach(bob_, 4);
  attach(alice_, 5);
  channel_.publish(covering(4, 7), kNow, actions_);
  EXPECT_EQ(bob_.received, Texts{"4-7"});
  EXPECT_TRUE(alice_.received.empty());
  EXPECT_EQ(actions_.catch_ups, (std::map<Subscriber*, std::int64_t>{{&alice_, 5}}));
  // The channel holds this event until the rest has been read for this client alone.
  channel_.publish(at(8), kNow, actions_);
  channel_.deliver_to(alice_, covering(5, 7), actions_);
  EXPECT_EQ(channel_.attach(alice_, 7, Seq(0), kNow, actions_), Attached::yes);
  EXPECT_EQ(alice_.received, (Texts{"5-7", "8"}));
}

TEST_F(ChannelTest, a_member_gets_only_the_rev_of_a_change_to_a_message_from_before_joining) {
  attach(alice_, 4);
  attach(bob_, 4, /*visible_after=*/Seq(3));
  Publication edited = at(5);
  edited.hidden_message = Seq(3);
  edited.otherwise = std::make_shared<EncodedEvent>(EncodedEvent{"nothing to see", {}});
  channel_.publish(edited, kNow, actions_);
  edited = at(6);
  edited.hidden_message = Seq(4);
  channel_.publish(edited, kNow, actions_);
  EXPECT_EQ(alice_.received, (Texts{"5", "6"}));
  EXPECT_EQ(bob_.received, (Texts{"nothing to see", "6"}));
}

TEST_F(ChannelTest, what_was_recovered_for_all_is_not_given_to_clients_that_may_not_see_everything) {
  attach(alice_, 4);
  attach(bob_, 4, /*visible_after=*/Seq(3));
  Publication recovered = covering(4, 6);
  recovered.is_recovered = true;
  channel_.publish(recovered, kNow, actions_);
  EXPECT_EQ(alice_.received, Texts{"4-6"});
  EXPECT_TRUE(bob_.received.empty());
  EXPECT_EQ(actions_.catch_ups, (std::map<Subscriber*, std::int64_t>{{&bob_, 4}}));
  EXPECT_EQ(channel_.visible_after(bob_), Seq(3));
}

TEST_F(ChannelTest, a_signal_goes_to_everybody_but_its_sender_and_moves_nothing) {
  attach(alice_, 4);
  attach(bob_, 4);
  channel_.publish(signal("typing", alice_.user()), kNow, actions_);
  EXPECT_TRUE(alice_.received.empty());
  EXPECT_EQ(bob_.received, Texts{"typing"});
  EXPECT_EQ(bob_.digest(), 4);
}

TEST_F(ChannelTest, a_removed_client_gets_nothing_more_and_counts_no_longer) {
  attach(alice_, 4);
  attach(bob_, 4);
  channel_.remove(alice_);
  channel_.publish(at(5), kNow, actions_);
  EXPECT_TRUE(alice_.received.empty());
  EXPECT_EQ(alice_.digest(), 0);
  EXPECT_EQ(bob_.received, Texts{"5"});
  EXPECT_EQ(channel_.attach(alice_, 5, Seq(0), kNow, actions_), Attached::unknown);
}

TEST_F(ChannelTest, only_who_has_been_given_its_snapshot_and_has_not_left_is_attached) {
  EXPECT_FALSE(channel_.is_attached(alice_));
  channel_.hold(alice_);
  EXPECT_FALSE(channel_.is_attached(alice_));
  attach(alice_, 4);
  EXPECT_TRUE(channel_.is_attached(alice_));
  EXPECT_FALSE(channel_.is_attached(bob_));
  channel_.remove(alice_);
  EXPECT_FALSE(channel_.is_attached(alice_));
}

// Returns the last rev that a text covers, and the rev before its first one.
std::pair<std::int64_t, std::int64_t> span_of(const std::string& text) {
  const auto hyphen = text.find('-');
  if (hyphen == std::string::npos) return {std::stoll(text) - 1, std::stoll(text)};
  return {std::stoll(text.substr(0, hyphen)), std::stoll(text.substr(hyphen + 1))};
}

TEST(Channel, whenever_a_subscriber_attaches_it_gets_every_rev_after_its_snapshot_once_and_in_order) {
  EXPECT_TRUE(rc::check([] {
    Channel channel(true);
    NotedActions actions;
    Listener listener;
    std::int64_t committed = *rc::gen::inRange<std::int64_t>(0, 5);
    std::int64_t published = committed;
    std::optional<std::int64_t> snapshot;
    channel.hold(listener);
    // The database commits first; the bus delivers later and in order. The snapshot is some state in between.
    for (int step = 0; step < 40; ++step) {
      switch (*rc::gen::inRange(0, 4)) {
        case 0: ++committed; break;
        case 1:
          if (published < committed) channel.publish(at(++published), kNow, actions);
          break;
        case 2:
          if (!snapshot && channel.attach(listener, committed, Seq(0), kNow, actions) == Attached::yes)
            snapshot = committed;
          break;
        default: break;
      }
    }
    while (published < committed) channel.publish(at(++published), kNow, actions);
    if (!snapshot) {
      RC_ASSERT(listener.received.empty());
      return;
    }
    std::int64_t position = *snapshot;
    for (const std::string& text : listener.received) {
      RC_ASSERT(span_of(text).first == position);
      position = span_of(text).second;
    }
    RC_ASSERT(position == committed);
    RC_ASSERT(listener.digest() == committed);
  }));
}

}  // namespace
}  // namespace parley
