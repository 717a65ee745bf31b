// The fixture of the tests of a shard and a hub: a loop, a bus within the process, and a database that records its
// reads. One thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <parley/base/metrics.hpp>
#include <parley/hub/hub.hpp>

namespace parley::testing {

// Records what it receives.
class ClientRecorder final : public Subscriber, public std::enable_shared_from_this<ClientRecorder> {
 public:
  explicit ClientRecorder(UserId user = UserId::generate()) : user_(user) {}

  UserId user() const override { return user_; }
  SessionId session() const override { return session_; }
  std::weak_ptr<Subscriber> weak_self() override { return weak_from_this(); }
  void deliver(const SharedEvent& event) override { received.push_back(event->frame); }
  void apply(const PresenceRules& chosen) override { rules = chosen; }
  void end(CloseCode code, std::string_view) override { ended = code; }

  std::vector<std::string> received;
  std::optional<CloseCode> ended;
  std::optional<PresenceRules> rules;

 private:
  UserId user_;
  SessionId session_ = SessionId::generate();
};

class HubFixture : public ::testing::Test {
 protected:
  // A request to read a stream from the database. Each request is one read.
  struct Recovery {
    ConversationId conversation;
    Rev since;
    Seq visible_after;
  };

  HubSources sources() {
    return {.recover = [this](ConversationId conversation, Rev since,
                              Seq visible_after) { return recover({conversation, since, visible_after}); },
            .read_revs = [](const std::vector<Topic>&) { return no_revs(); },
            .find_visible_after = [this](ConversationId, UserId) { return find_visible_after(); },
            .has_session_ended = [this](UserId, SessionId) { return has_session_ended(); },
            .check_bus = [] { return BusStatus{}; },
            .note_departure = [this](asio::io_context&, UserId user) { departed_.push_back(user); }};
  }

  void run_until(const std::function<bool()>& condition) {
    const Instant deadline = Instant::clock::now() + seconds(10);
    loop_.restart();
    while (!condition() && Instant::clock::now() < deadline) loop_.run_one_for(milliseconds(10));
    ASSERT_TRUE(condition());
  }
  // Runs the handlers that are ready now.
  void run_ready() {
    loop_.restart();
    loop_.poll();
  }
  void run(Awaitable<bool> coroutine) {
    asio::co_spawn(loop_, std::move(coroutine), asio::detached);
    loop_.restart();
    loop_.run();
  }

  asio::io_context loop_{1};
  std::unique_ptr<EventBus> bus_ = create_local_bus();
  Metrics metrics_;
  std::vector<Recovery> recoveries_;
  Result<std::optional<Seq>> visible_after_ = Seq(0);  // the database's answer about a membership
  Result<bool> has_session_ended_ = false;  // the database's answer about a session
  std::vector<UserId> departed_;
  RecoveredStream stored_;  // the database's answer; `since` is taken from the request

 private:
  Task<RecoveredStream> recover(Recovery asked) {
    recoveries_.push_back(asked);
    RecoveredStream answer = stored_;
    answer.since = asked.since;
    co_return answer;
  }
  Task<std::optional<Seq>> find_visible_after() { co_return visible_after_; }
  Task<bool> has_session_ended() { co_return has_session_ended_; }
  static Task<std::vector<StreamRev>> no_revs() { co_return std::vector<StreamRev>(); }
};

}  // namespace parley::testing
