// The promises that every bus keeps, with and without Redis.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/bus_recorder.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EventBusTest : public ::testing::TestWithParam<BusKind> {
 protected:
  struct Listener {
    EventBus& bus;
    std::shared_ptr<BusRecorder> recorder;
    std::size_t number;
  };

  Listener listen(std::size_t node) {
    auto recorder = std::make_shared<BusRecorder>();
    EventBus& bus = cluster_->bus(node);
    return {bus, recorder, bus.add_listener(recorder)};
  }

  // Subscribes and returns when the subscription is in effect.
  void subscribe(const Listener& listener, const Topic& topic) {
    const std::size_t before = listener.recorder->times_subscribed(topic);
    listener.bus.subscribe(listener.number, topic);
    if (!cluster_->confirms()) return;
    ASSERT_TRUE(eventually([&] { return listener.recorder->times_subscribed(topic) > before; }));
  }

  EventBus& bus(std::size_t node) { return cluster_->bus(node); }

  const Topic kTopic = ConversationId::generate();
  const Topic kOther = UserId::generate();
  std::unique_ptr<BusCluster> cluster_ = GetParam().create();
};

TEST_P(EventBusTest, a_node_hears_its_own_publications_as_soon_as_it_has_subscribed) {
  const Listener listener = listen(0);
  bus(0).subscribe(listener.number, kTopic);
  publish(bus(0), kTopic, 1);
  ASSERT_TRUE(listener.recorder->hears(1));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(1));
}

TEST_P(EventBusTest, a_node_hears_what_another_publishes) {
  const Listener listener = listen(0);
  subscribe(listener, kTopic);
  publish(bus(1), kTopic, 1);
  ASSERT_TRUE(listener.recorder->hears(1));
  EXPECT_EQ(listener.recorder->heard().front().event->frame, "frame 1");
}

TEST_P(EventBusTest, publications_of_one_node_for_one_topic_stay_in_order) {
  constexpr std::int64_t kCount = 3000;
  const Listener listener = listen(0);
  subscribe(listener, kTopic);
  subscribe(listener, kOther);
  std::vector<Publication> batch;
  for (std::int64_t rev = 1; rev <= kCount; ++rev) {
    batch.push_back(publication(kTopic, rev));
    if (rev % 3 == 0) batch.push_back(publication(kOther, 0));
    if (batch.size() < static_cast<std::size_t>(rev % 7)) continue;
    bus(1).publish(std::exchange(batch, {}));
  }
  bus(1).publish(batch);
  ASSERT_TRUE(listener.recorder->hears(kCount + kCount / 3));
  std::vector<std::int64_t> revs = listener.recorder->revs();
  std::erase(revs, 0);
  std::vector<std::int64_t> expected;
  for (std::int64_t rev = 1; rev <= kCount; ++rev) expected.push_back(rev);
  EXPECT_EQ(revs, expected);
}

TEST_P(EventBusTest, nothing_is_heard_twice) {
  const Listener listener = listen(0);
  subscribe(listener, kTopic);
  publish(bus(0), kTopic, 1);
  publish(bus(1), kTopic, 2);
  ASSERT_TRUE(eventually([&] { return std::ranges::count(listener.recorder->revs(), 2) == 1; }));
  // Node 0's own publication would have come back from Redis before this one arrives.
  publish(bus(1), kTopic, 3);
  ASSERT_TRUE(eventually([&] { return std::ranges::count(listener.recorder->revs(), 3) == 1; }));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(1, 2, 3));
}

TEST_P(EventBusTest, other_topics_are_not_heard) {
  const Listener listener = listen(0);
  subscribe(listener, kTopic);
  publish(bus(1), kOther, 1);
  publish(bus(1), kTopic, 2);
  ASSERT_TRUE(listener.recorder->hears(1));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(2));
}

TEST_P(EventBusTest, after_the_end_of_a_subscription_nothing_is_heard_until_the_next) {
  const Listener listener = listen(0);
  subscribe(listener, kTopic);
  subscribe(listener, kOther);
  listener.bus.unsubscribe(listener.number, kTopic);
  publish(bus(1), kTopic, 1);
  publish(bus(1), kOther, 2);
  ASSERT_TRUE(listener.recorder->hears(1));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(2));
  subscribe(listener, kTopic);
  publish(bus(1), kTopic, 3);
  ASSERT_TRUE(listener.recorder->hears(2));
  EXPECT_THAT(listener.recorder->revs(), ElementsAre(2, 3));
}

TEST_P(EventBusTest, a_subscription_that_ends_and_begins_at_once_is_in_effect) {
  const Listener listener = listen(0);
  subscribe(listener, kTopic);
  for (int times = 0; times < 100; ++times) {
    listener.bus.unsubscribe(listener.number, kTopic);
    listener.bus.subscribe(listener.number, kTopic);
  }
  listener.bus.unsubscribe(listener.number, kTopic);
  subscribe(listener, kTopic);
  publish(bus(1), kTopic, 1);
  ASSERT_TRUE(listener.recorder->hears(1));
}

TEST_P(EventBusTest, the_listeners_of_a_node_subscribe_each_for_themselves) {
  const Listener first = listen(0);
  const Listener second = listen(0);
  subscribe(first, kTopic);
  publish(bus(1), kTopic, 1);
  ASSERT_TRUE(first.recorder->hears(1));
  EXPECT_THAT(second.recorder->heard(), IsEmpty());
  subscribe(second, kTopic);
  publish(bus(1), kTopic, 2);
  ASSERT_TRUE(first.recorder->hears(2));
  ASSERT_TRUE(second.recorder->hears(1));
  first.bus.unsubscribe(first.number, kTopic);
  publish(bus(1), kTopic, 3);
  ASSERT_TRUE(second.recorder->hears(2));
  EXPECT_THAT(first.recorder->revs(), ElementsAre(1, 2));
  EXPECT_THAT(second.recorder->revs(), ElementsAre(2, 3));
}

TEST_P(EventBusTest, every_part_of_a_publication_arrives) {
  const Listener listener = listen(0);
  subscribe(listener, kTopic);
  Publication sent = publication(kTopic, 7);
  const UserId someone = UserId::generate();
  const SessionId session = SessionId::generate();
  sent.since = 3;
  sent.except = {someone};
  sent.hidden_message = Seq(5);
  sent.otherwise = std::make_shared<EncodedEvent>(EncodedEvent{"otherwise", "smaller"});
  sent.instruction = EndSessions{{session}, 3};
  bus(1).publish(std::vector{sent});
  ASSERT_TRUE(listener.recorder->hears(1));
  const Publication heard = listener.recorder->heard().front();
  EXPECT_EQ(heard.topic, kTopic);
  EXPECT_EQ(heard.since, 3);
  EXPECT_EQ(heard.rev, 7);
  EXPECT_EQ(heard.except, std::vector{someone});
  EXPECT_EQ(heard.hidden_message, Seq(5));
  EXPECT_EQ(heard.event->frame, "frame 7");
  EXPECT_EQ(heard.otherwise->frame, "otherwise");
  EXPECT_EQ(heard.otherwise->deflated_frame, "smaller");
  const auto* ended = std::get_if<EndSessions>(&heard.instruction);
  ASSERT_NE(ended, nullptr);
  EXPECT_THAT(ended->sessions, ElementsAre(session));
  EXPECT_EQ(ended->reason, 3);
}

// A server has one listener for each event loop, and a machine may have more than 64 cores.
TEST_P(EventBusTest, each_of_a_hundred_listeners_hears_of_its_own_topic_only) {
  constexpr std::size_t kListeners = 100;
  std::vector<Listener> listeners;
  std::vector<Topic> topics;
  for (std::size_t i = 0; i < kListeners; ++i) {
    listeners.push_back(listen(0));
    topics.emplace_back(ConversationId::generate());
    bus(0).subscribe(listeners.back().number, topics.back());
  }
  for (std::size_t i = 0; i < kListeners; ++i) publish(bus(0), topics[i], static_cast<std::int64_t>(i) + 1);
  for (std::size_t i = 0; i < kListeners; ++i) {
    ASSERT_TRUE(listeners[i].recorder->hears(1)) << i;
    EXPECT_THAT(listeners[i].recorder->revs(), ElementsAre(static_cast<std::int64_t>(i) + 1)) << i;
  }
}

TEST_P(EventBusTest, a_bus_that_works_is_whole) {
  EXPECT_TRUE(bus(0).status().is_whole);
  EXPECT_EQ(bus(0).status().interruptions, 0u);
}

TEST_P(EventBusTest, many_threads_publish_and_subscribe_at_once) {
  constexpr int kThreads = 4;
  constexpr int kEach = 200;
  const Listener listener = listen(0);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      const Topic own = ConversationId::generate();
      listener.bus.subscribe(listener.number, own);
      for (int rev = 1; rev <= kEach; ++rev) publish(bus(0), own, rev);
      listener.bus.unsubscribe(listener.number, own);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(listener.recorder->hears(kThreads * kEach));
}

PARLEY_FOR_EVERY_BUS(EventBusTest);

}  // namespace
}  // namespace parley::testing
