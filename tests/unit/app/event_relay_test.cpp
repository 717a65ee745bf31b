#include <atomic>
#include <latch>
#include <thread>

#include <gmock/gmock.h>

#include "app/event_relay.hpp"
#include "unit/hub/hub_fixture.hpp"

namespace parley::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Event settings_update(UserId user) { return UserEvent{user, UserRev(1), SettingsUpdated{}}; }

std::vector<PendingEvent> one_pending(const Event& event) { return {{.stream = std::nullopt, .event = event}}; }

class CountingModule final : public Module {
 public:
  void on_committed(std::span<const Event> events) override { heard += events.size(); }
  std::size_t heard = 0;
};

class EventRelayTest : public HubFixture {
 protected:
  void SetUp() override { hub_.shard(0).attach(*ada_, ada_->user(), 0); }
  void TearDown() override {
    hub_.shard(0).remove(*ada_);
    run(hub_.shut_down(0, Instant::clock::now() + seconds(5)));
  }

  asio::io_context* loops_[1] = {&loop_};
  Hub hub_{*bus_, loops_, sources(), {}, metrics_};
  const std::shared_ptr<ClientRecorder> ada_ = std::make_shared<ClientRecorder>();
  CountingModule module_;
  EventRelay relay_;
};

TEST_F(EventRelayTest, a_committed_event_goes_to_the_hub_and_to_the_modules) {
  relay_.open(hub_, {&module_});
  relay_.commit_listener()(one_pending(settings_update(ada_->user())));
  run_ready();
  EXPECT_THAT(ada_->received, SizeIs(1));
  EXPECT_EQ(module_.heard, 1U);
}

TEST_F(EventRelayTest, an_event_without_a_commit_goes_to_the_hub_alone) {
  relay_.open(hub_, {&module_});
  relay_.announcer()(settings_update(ada_->user()));
  run_ready();
  EXPECT_THAT(ada_->received, SizeIs(1));
  EXPECT_EQ(module_.heard, 0U);
}

TEST_F(EventRelayTest, a_commit_after_the_relay_was_closed_reaches_neither) {
  const CommitListener listener = relay_.commit_listener();
  relay_.open(hub_, {&module_});
  relay_.close();
  listener(one_pending(settings_update(ada_->user())));
  relay_.announcer()(settings_update(ada_->user()));
  run_ready();
  EXPECT_THAT(ada_->received, IsEmpty());
  EXPECT_EQ(module_.heard, 0U);
}

// Stays in on_committed until close() is called, and then a little longer.
class SlowModule final : public Module {
 public:
  void on_committed(std::span<const Event>) override {
    entered.count_down();
    closing.wait();
    for (int turn = 0; turn < 1000; ++turn) std::this_thread::yield();
    has_finished = true;
  }
  std::latch entered{1};
  std::latch closing{1};
  std::atomic<bool> has_finished = false;
};

TEST_F(EventRelayTest, closing_waits_for_the_commit_that_is_being_passed_on) {
  SlowModule slow;
  relay_.open(hub_, {&slow});
  std::jthread committing([&] { relay_.commit_listener()(one_pending(settings_update(ada_->user()))); });
  slow.entered.wait();
  slow.closing.count_down();
  relay_.close();
  EXPECT_TRUE(slow.has_finished);
}

}  // namespace
}  // namespace parley::testing
