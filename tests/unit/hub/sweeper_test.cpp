#include <parley/hub/sweeper.hpp>

#include <map>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr Instant kStart{};
constexpr SweepLimits kLimits{.interval = seconds(30), .interval_while_interrupted = milliseconds(1000)};
constexpr BusStatus kWhole{};

TEST(SweepScheduleTest, everything_is_swept_after_the_interval_and_not_before) {
  SweepSchedule schedule(kLimits, kStart);
  EXPECT_FALSE(schedule.take_all(kStart + seconds(29), kWhole));
  EXPECT_TRUE(schedule.take_all(kStart + seconds(30), kWhole));
  EXPECT_FALSE(schedule.take_all(kStart + seconds(31), kWhole));
  EXPECT_TRUE(schedule.take_all(kStart + seconds(60), kWhole));
}

TEST(SweepScheduleTest, everything_is_swept_every_second_while_the_bus_is_not_whole) {
  SweepSchedule schedule(kLimits, kStart);
  const BusStatus interrupted{.is_whole = false, .interruptions = 0};
  EXPECT_FALSE(schedule.take_all(kStart + milliseconds(999), interrupted));
  EXPECT_TRUE(schedule.take_all(kStart + milliseconds(1000), interrupted));
  EXPECT_FALSE(schedule.take_all(kStart + milliseconds(1500), interrupted));
  EXPECT_TRUE(schedule.take_all(kStart + milliseconds(2000), interrupted));
}

TEST(SweepScheduleTest, an_interruption_that_is_over_is_swept_after_at_once_and_once) {
  SweepSchedule schedule(kLimits, kStart);
  const BusStatus recovered{.is_whole = true, .interruptions = 1};
  EXPECT_TRUE(schedule.take_all(kStart + milliseconds(10), recovered));
  EXPECT_FALSE(schedule.take_all(kStart + milliseconds(20), recovered));
}

TEST(SweepScheduleTest, a_sweep_that_failed_is_made_again) {
  SweepSchedule schedule(kLimits, kStart);
  EXPECT_FALSE(schedule.take_all(kStart, kWhole));
  schedule.failed();
  EXPECT_TRUE(schedule.take_all(kStart, kWhole));
  EXPECT_FALSE(schedule.take_all(kStart, kWhole));
}

TEST(SweepScheduleTest, a_doubted_topic_is_given_once) {
  SweepSchedule schedule(kLimits, kStart);
  const std::vector<Topic> topics = {ConversationId::generate(), UserId::generate()};
  EXPECT_FALSE(schedule.has_suspects());
  schedule.mark_suspect(topics);
  schedule.mark_suspect(topics);
  EXPECT_TRUE(schedule.has_suspects());
  EXPECT_THAT(schedule.take_suspects(), UnorderedElementsAre(topics[0], topics[1]));
  EXPECT_THAT(schedule.take_suspects(), IsEmpty());
}

// Streams that record the observed revs. The test's loop ends at the last rev that it waits for.
class NotedStreams final : public Sweeper::Streams {
 public:
  std::vector<Topic> topics() const override { return all; }
  void observe(const StreamRev& stream, Instant) override { observed.emplace(stream.topic, stream.rev); }

  std::vector<Topic> all;
  std::multimap<Topic, std::int64_t> observed;
};

class SweeperTest : public ::testing::Test {
 protected:
  // Runs the loop until that many revs were observed, or until it gives up.
  void run_until_observed(std::size_t count) {
    TaskGroup tasks(loop_.get_executor());
    tasks.spawn(sweeper_.run());
    const Instant deadline = Instant::clock::now() + seconds(10);
    while (streams_.observed.size() < count && Instant::clock::now() < deadline) loop_.run_one_for(milliseconds(50));
    tasks.abort();
    loop_.restart();
    loop_.run();
    ASSERT_EQ(streams_.observed.size(), count);
  }

  Task<std::vector<StreamRev>> read(std::vector<Topic> topics) {
    asked_.push_back(topics.size());
    if (failures_ > 0) {
      --failures_;
      co_return fail(ErrorCode::unavailable, "The database is away.");
    }
    std::vector<StreamRev> revs;
    for (const Topic& topic : topics) revs.push_back({topic, 7});
    co_return revs;
  }

  asio::io_context loop_{1};
  NotedStreams streams_;
  BusStatus status_;
  int failures_ = 0;
  std::vector<std::size_t> asked_;
  Sweeper sweeper_{loop_.get_executor(),
                   streams_,
                   [this](std::vector<Topic> topics) { return read(std::move(topics)); },
                   [this] { return status_; },
                   {.check_interval = milliseconds(5), .settling = milliseconds(1), .topics_at_once = 2}};
};

TEST_F(SweeperTest, suspect_topics_are_asked_for_alone) {
  const std::vector<Topic> doubted = {ConversationId::generate()};
  streams_.all = {UserId::generate(), UserId::generate(), doubted[0]};
  sweeper_.mark_suspect(doubted);
  run_until_observed(1);
  EXPECT_THAT(asked_, ElementsAre(1));
  EXPECT_TRUE(streams_.observed.contains(doubted[0]));
}

TEST_F(SweeperTest, everything_is_asked_for_in_parts) {
  for (int i = 0; i < 5; ++i) streams_.all.emplace_back(ConversationId::generate());
  status_.interruptions = 1;
  run_until_observed(5);
  EXPECT_THAT(asked_, ElementsAre(2, 2, 1));
}

TEST_F(SweeperTest, what_cannot_be_asked_for_is_asked_for_again) {
  for (int i = 0; i < 4; ++i) streams_.all.emplace_back(ConversationId::generate());
  status_.interruptions = 1;
  failures_ = 1;
  run_until_observed(4);
  EXPECT_THAT(asked_, ElementsAre(2, 2, 2));
}

}  // namespace
}  // namespace parley
