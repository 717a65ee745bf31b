#include <parley/features/presence/presence_watch.hpp>

#include <set>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Watcher final : public Subscriber {
 public:
  UserId user() const override { return own; }
  SessionId session() const override { return {}; }
  std::weak_ptr<Subscriber> weak_self() override { return {}; }
  void deliver(const SharedEvent& event) override { received.push_back(event->frame); }
  void apply(const PresenceRules&) override {}
  void end(CloseCode, std::string_view) override {}

  std::vector<std::string> received;
  UserId own = UserId::generate();
};

class PresenceWatchTest : public ::testing::Test {
 protected:
  std::vector<Presence> watch(Watcher& watcher, std::vector<UserId> users) {
    std::optional<std::vector<Presence>> states;
    asio::co_spawn(loop_, presence_.watch(watcher, presence_.take_turn(watcher), std::move(users)),
                   [&](std::exception_ptr, std::vector<Presence> now) { states = std::move(now); });
    run_until([&] { return states.has_value(); });
    return *states;
  }

  Awaitable<std::vector<CompletePresence>> complete(std::vector<Presence> presences) {
    std::vector<CompletePresence> all;
    for (Presence& presence : presences) {
      if (!presence.is_online()) presence.last_seen = last_seen_;
      all.push_back({presence, hidden_from_});
    }
    co_return all;
  }

  Task<std::vector<UserId>> select_visible(std::vector<UserId> users) {
    ++questions_;
    if (is_database_away_) co_return fail(ErrorCode::unavailable, "away");
    std::erase_if(users, [this](UserId user) { return strangers_.contains(user); });
    co_return users;
  }

  template <class Condition>
  void run_until(Condition condition) {
    const Instant deadline = Instant::clock::now() + seconds(10);
    while (!condition() && Instant::clock::now() < deadline) loop_.run_one_for(milliseconds(10));
    ASSERT_TRUE(condition());
  }

  void TearDown() override {
    asio::co_spawn(loop_, presence_.shut_down(Instant::clock::now() + seconds(5)), asio::detached);
    loop_.restart();
    loop_.run();
  }

  std::optional<Time> last_seen_;
  std::vector<UserId> hidden_from_;
  std::set<UserId> strangers_;  // users whose presence the asking user may not see
  bool is_database_away_ = false;
  int questions_ = 0;  // to the database, about who may see the presence of others
  const UserId ada_ = UserId::generate();
  const LeaseId device_ = LeaseId::generate();
  asio::io_context loop_{1};
  std::unique_ptr<PresenceLeases> leases_ = create_local_leases();
  PresenceWatch presence_{
      loop_,
      *leases_,
      {.complete = [this](std::vector<Presence> presences) { return complete(std::move(presences)); },
       .visible = [this](UserId, std::vector<UserId> users) { return select_visible(std::move(users)); }},
      [](const std::string& json) { return std::make_shared<EncodedEvent>(EncodedEvent{json, ""}); },
      {.interval = milliseconds(2), .grace = milliseconds(20)}};
  Watcher watcher_;
};

TEST_F(PresenceWatchTest, a_client_that_starts_watching_gets_the_present_state) {
  EXPECT_THAT(watch(watcher_, {ada_}), ElementsAre(Presence{ada_}));
  Watcher other;
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  EXPECT_THAT(watch(other, {ada_}), ElementsAre(Presence{ada_, PresenceState::online}));
  presence_.remove(watcher_);
  presence_.remove(other);
}

TEST_F(PresenceWatchTest, a_watching_client_hears_of_coming_and_going_once_each) {
  watch(watcher_, {ada_});
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  run_until([&] { return watcher_.received.size() == 1; });
  leases_->release(ada_, device_);
  run_until([&] { return watcher_.received.size() == 2; });
  EXPECT_THAT(watcher_.received[0], ::testing::HasSubstr("\"online\":true"));
  EXPECT_THAT(watcher_.received[1], ::testing::HasSubstr("\"online\":false"));
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, a_watching_client_hears_of_every_other_state) {
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  watch(watcher_, {ada_});
  for (const PresenceState state : {PresenceState::away, PresenceState::dnd}) {
    leases_->renew(ada_, device_, state, seconds(60));
    run_until([&, before = watcher_.received.size()] { return watcher_.received.size() > before; });
  }
  EXPECT_THAT(watcher_.received,
              ElementsAre(::testing::HasSubstr("\"state\":\"away\""), ::testing::HasSubstr("\"state\":\"dnd\"")));
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, the_last_seen_time_comes_when_a_user_goes_and_on_request) {
  last_seen_ = parse_time("2026-01-02T03:04:05.000Z");
  EXPECT_THAT(watch(watcher_, {ada_}), ElementsAre(Presence{ada_, PresenceState::offline, last_seen_}));
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  run_until([&] { return watcher_.received.size() == 1; });
  leases_->release(ada_, device_);
  run_until([&] { return watcher_.received.size() == 2; });
  EXPECT_THAT(watcher_.received[0], ::testing::Not(::testing::HasSubstr("last_seen")));
  EXPECT_THAT(watcher_.received[1], ::testing::HasSubstr("\"last_seen\":\"2026-01-02T03:04:05.000Z\""));
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, a_lease_that_ran_out_is_an_absence) {
  leases_->renew(ada_, device_, PresenceState::online, milliseconds(50));
  EXPECT_THAT(watch(watcher_, {ada_}), ElementsAre(Presence{ada_, PresenceState::online}));
  run_until([&] { return watcher_.received.size() == 1; });
  EXPECT_THAT(watcher_.received[0], ::testing::HasSubstr("\"online\":false"));
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, a_watcher_who_is_separated_by_a_block_hears_nothing_more) {
  Watcher other;
  watch(watcher_, {ada_});
  watch(other, {ada_});
  hidden_from_ = {watcher_.own};
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  run_until([&] { return other.received.size() == 1; });
  EXPECT_TRUE(watcher_.received.empty());
  presence_.remove(watcher_);
  presence_.remove(other);
}

TEST_F(PresenceWatchTest,
       a_watcher_who_shares_no_conversation_any_more_is_shown_an_offline_user_and_hears_nothing_more) {
  Watcher other;
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  watch(watcher_, {ada_});
  watch(other, {ada_});
  strangers_ = {watcher_.own};
  presence_.member_left(ada_);
  run_until([&] { return !watcher_.received.empty(); });
  EXPECT_THAT(watcher_.received, ElementsAre(::testing::HasSubstr("\"online\":false")));
  leases_->renew(ada_, device_, PresenceState::dnd, seconds(60));
  run_until([&] { return !other.received.empty(); });
  EXPECT_THAT(other.received, ElementsAre(::testing::HasSubstr("\"state\":\"dnd\"")));
  EXPECT_THAT(watcher_.received, SizeIs(1));
  presence_.remove(watcher_);
  presence_.remove(other);
}

TEST_F(PresenceWatchTest, one_who_leaves_sees_those_no_more_who_stay) {
  const UserId bob = UserId::generate();
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  watch(watcher_, {ada_, bob});
  strangers_ = {ada_};
  presence_.member_left(watcher_.own);
  run_until([&] { return !watcher_.received.empty(); });
  leases_->renew(ada_, device_, PresenceState::dnd, seconds(60));
  leases_->renew(bob, LeaseId::generate(), PresenceState::online, seconds(60));
  run_until([&] { return watcher_.received.size() == 2; });
  EXPECT_THAT(watcher_.received, ElementsAre(::testing::HasSubstr(ada_.text()), ::testing::HasSubstr(bob.text())));
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, a_departure_that_concerns_no_watch_asks_the_database_nothing) {
  watch(watcher_, {ada_});
  presence_.member_left(UserId::generate());
  for (int i = 0; i < 20; ++i) loop_.run_one_for(milliseconds(2));
  EXPECT_EQ(questions_, 0);
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, a_departure_that_cannot_be_judged_is_judged_when_the_database_is_back) {
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  watch(watcher_, {ada_});
  strangers_ = {watcher_.own};
  is_database_away_ = true;
  presence_.member_left(ada_);
  run_until([&] { return questions_ >= 3; });
  EXPECT_THAT(watcher_.received, IsEmpty());
  is_database_away_ = false;
  run_until([&] { return !watcher_.received.empty(); });
  EXPECT_THAT(watcher_.received, ElementsAre(::testing::HasSubstr("\"online\":false")));
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, a_departure_between_the_judgement_of_a_request_and_its_watch_is_not_missed) {
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  const std::uint64_t turn = presence_.take_turn(watcher_);
  strangers_ = {watcher_.own};
  presence_.member_left(ada_);
  asio::co_spawn(loop_, presence_.watch(watcher_, turn, {ada_}), asio::detached);
  run_until([&] { return !watcher_.received.empty(); });
  EXPECT_THAT(watcher_.received, ElementsAre(::testing::HasSubstr("\"online\":false")));
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, of_two_requests_the_later_one_decides_whichever_is_judged_first) {
  const UserId bob = UserId::generate();
  const std::uint64_t first = presence_.take_turn(watcher_);
  watch(watcher_, {bob});
  bool is_answered = false;
  asio::co_spawn(loop_, presence_.watch(watcher_, first, {ada_}),
                 [&](std::exception_ptr, const std::vector<Presence>&) { is_answered = true; });
  run_until([&] { return is_answered; });
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  leases_->renew(bob, LeaseId::generate(), PresenceState::online, seconds(60));
  run_until([&] { return !watcher_.received.empty(); });
  EXPECT_THAT(watcher_.received, ElementsAre(::testing::HasSubstr(bob.text())));
  presence_.remove(watcher_);
}

TEST_F(PresenceWatchTest, a_client_that_watches_others_instead_hears_no_more_of_the_first) {
  const UserId bob = UserId::generate();
  watch(watcher_, {ada_});
  EXPECT_THAT(watch(watcher_, {bob}), ElementsAre(Presence{bob}));
  leases_->renew(ada_, device_, PresenceState::online, seconds(60));
  leases_->renew(bob, LeaseId::generate(), PresenceState::online, seconds(60));
  run_until([&] { return !watcher_.received.empty(); });
  EXPECT_THAT(watcher_.received, ElementsAre(::testing::HasSubstr(bob.text())));
  presence_.remove(watcher_);
}

}  // namespace
}  // namespace parley
