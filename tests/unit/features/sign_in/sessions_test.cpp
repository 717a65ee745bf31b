#include <parley/features/sign_in/refresh_rotation.hpp>
#include <parley/features/sign_in/store.hpp>

#include "unit/features/sign_in/sign_in_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SessionsTest : public SignInTest {
 protected:
  SignedIn refresh(const SignedIn& signed_in) {
    return value_of(sessions_->refresh(signed_in.tokens.refresh, device_));
  }
  ErrorCode refusal(const SignedIn& signed_in) {
    return error_of(sessions_->refresh(signed_in.tokens.refresh, device_));
  }

  SignedIn ada_ = sign_up("ada");
};

TEST_F(SessionsTest, a_refresh_hands_out_new_tokens_of_the_same_session) {
  clock_.advance(seconds(60));
  const SignedIn next = refresh(ada_);
  EXPECT_EQ(next.session, ada_.session);
  EXPECT_EQ(next.user.id, ada_.user.id);
  EXPECT_NE(next.tokens.refresh, ada_.tokens.refresh);
  EXPECT_EQ(next.tokens.refresh_expires_at, clock_.now() + std::chrono::days(30));
  EXPECT_GT(next.tokens.access_expires_at, ada_.tokens.access_expires_at);
  EXPECT_TRUE(is_alive(next));
  EXPECT_EQ(value_of(sessions_->list(caller(ada_))).at(0).last_seen_at, clock_.now());
}

TEST_F(SessionsTest, a_live_client_starts_to_sync_until_its_session_ends) {
  const SignedIn other = sign_up("bob");
  EXPECT_TRUE(run(sync_->start(ada_.user.id, ada_.session)));
  EXPECT_EQ(error_of(sync_->start(other.user.id, ada_.session)), ErrorCode::unauthenticated);
  ASSERT_TRUE(run(sessions_->logout(caller(ada_))));
  EXPECT_EQ(error_of(sync_->start(ada_.user.id, ada_.session)), ErrorCode::unauthenticated);
}

TEST_F(SessionsTest, a_token_that_holds_says_nothing_of_its_session) {
  ASSERT_TRUE(run(sessions_->logout(caller(ada_))));
  const auto claims = sessions_->verify(ada_.tokens.access);
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->session, ada_.session);
  EXPECT_FALSE(is_alive(ada_));
}

TEST_F(SessionsTest, a_refresh_whose_reply_was_lost_is_repeated) {
  const SignedIn lost = refresh(ada_);
  clock_.advance(seconds(60));
  const SignedIn again = refresh(ada_);
  EXPECT_EQ(again.tokens.refresh, lost.tokens.refresh);
  EXPECT_EQ(again.tokens.refresh_expires_at, lost.tokens.refresh_expires_at);
  EXPECT_TRUE(is_alive(again));
  EXPECT_EQ(refresh(again).session, ada_.session);
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(SessionsTest, two_tabs_that_refresh_at_once_stay_signed_in) {
  std::vector<Task<SignedIn>> tasks;
  for (int i = 0; i < 8; ++i) tasks.push_back(sessions_->refresh(ada_.tokens.refresh, device_));
  std::set<std::string> successors;
  for (const auto& refreshed : run_together(std::move(tasks))) {
    ASSERT_TRUE(refreshed);
    EXPECT_TRUE(is_alive(*refreshed));
    successors.insert(refreshed->tokens.refresh);
  }
  EXPECT_THAT(successors, SizeIs(1));
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(SessionsTest, a_token_that_is_used_again_after_its_successor_ends_the_session_for_everybody) {
  const SignedIn other = sign_in("ada");
  const SignedIn second = refresh(ada_);
  const SignedIn third = refresh(second);
  EXPECT_EQ(refusal(ada_), ErrorCode::unauthenticated);
  EXPECT_THAT(announced(), ElementsAre("to someone 1: 1 sessions ended, token reused"));
  EXPECT_FALSE(is_alive(third));
  EXPECT_EQ(refusal(third), ErrorCode::unauthenticated);
  EXPECT_EQ(refusal(ada_), ErrorCode::unauthenticated);
  EXPECT_THAT(announced(), IsEmpty()) << "a session ends once";
  EXPECT_TRUE(is_alive(other));
}

TEST_F(SessionsTest, the_end_of_a_reused_tokens_session_survives_a_restart) {
  const SignedIn second = refresh(ada_);
  refresh(second);
  EXPECT_EQ(refusal(ada_), ErrorCode::unauthenticated);
  const auto stored = value_of(database_->read([id = ada_.session](Transaction& tx) -> Result<std::optional<Session>> {
    return tx.store<SessionStore>().find(id);
  }));
  EXPECT_EQ(stored->revocation_reason, RevocationReason::token_reused);
}

TEST_F(SessionsTest, a_token_that_is_unknown_or_expired_is_refused) {
  EXPECT_EQ(error_of(sessions_->refresh("made up", device_)), ErrorCode::unauthenticated);
  EXPECT_EQ(error_of(sessions_->refresh("", device_)), ErrorCode::unauthenticated);
  clock_.advance(std::chrono::days(30));
  EXPECT_EQ(refusal(ada_), ErrorCode::unauthenticated);
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(SessionsTest, a_repeat_under_another_server_key_is_refused_and_the_session_lives) {
  const SignedIn next = refresh(ada_);
  reconfigure("another key of the server's");
  EXPECT_EQ(refusal(ada_), ErrorCode::unauthenticated);
  EXPECT_EQ(refresh(next).session, ada_.session);
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(SessionsTest, a_deactivated_users_tokens_are_worth_nothing) {
  deactivate(ada_.user.id);
  EXPECT_EQ(refusal(ada_), ErrorCode::unauthenticated);
  EXPECT_EQ(error_of(sessions_->authenticate(ada_.tokens.access)), ErrorCode::unauthenticated);
}

TEST_F(SessionsTest, logging_out_ends_this_session_and_no_other) {
  const SignedIn other = sign_in("ada");
  value_of(sessions_->logout(caller(ada_)));
  EXPECT_THAT(announced(), ElementsAre("to someone 1: 1 sessions ended, logout"));
  EXPECT_FALSE(is_alive(ada_));
  EXPECT_EQ(refusal(ada_), ErrorCode::unauthenticated);
  EXPECT_TRUE(is_alive(other));
  value_of(sessions_->logout(caller(ada_)));
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(SessionsTest, a_refresh_token_is_enough_to_log_out_and_an_unknown_one_is_fine) {
  const SignedIn next = refresh(ada_);
  value_of(sessions_->end_by_refresh_token("made up", RevocationReason::logout));
  EXPECT_TRUE(is_alive(next));
  value_of(sessions_->end_by_refresh_token(next.tokens.refresh, RevocationReason::logout));
  EXPECT_FALSE(is_alive(next));
  EXPECT_THAT(announced(), ElementsAre("to someone 1: 1 sessions ended, logout"));
  value_of(sessions_->end_by_refresh_token(next.tokens.refresh, RevocationReason::logout));
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(SessionsTest, an_access_token_is_good_until_it_expires) {
  clock_.advance(seconds(890));
  EXPECT_TRUE(is_alive(ada_));
  clock_.advance(seconds(3600));
  EXPECT_EQ(error_of(sessions_->authenticate(ada_.tokens.access)), ErrorCode::token_expired);
  EXPECT_EQ(error_of(sessions_->authenticate("")), ErrorCode::unauthenticated);
  EXPECT_EQ(error_of(sessions_->authenticate(ada_.tokens.refresh)), ErrorCode::unauthenticated);
}

TEST_F(SessionsTest, an_access_token_is_bound_to_the_session_and_user_it_names) {
  const SignedIn bob = sign_up("bob");
  const std::string mixed = access_tokens_.issue(ada_.user.id, bob.session, clock_.now());
  EXPECT_EQ(error_of(sessions_->authenticate(mixed)), ErrorCode::unauthenticated);
  const std::string unknown = access_tokens_.issue(ada_.user.id, SessionId::generate(), clock_.now());
  EXPECT_EQ(error_of(sessions_->authenticate(unknown)), ErrorCode::unauthenticated);
}

TEST_F(SessionsTest, the_sessions_that_live_are_listed_the_newest_first) {
  clock_.advance(seconds(1));
  const SignedIn second = sign_in("ada");
  clock_.advance(seconds(1));
  const SignedIn third = sign_in("ada");
  sign_up("bob");
  value_of(sessions_->logout(caller(second)));
  const auto sessions = value_of(sessions_->list(caller(ada_)));
  ASSERT_THAT(sessions, SizeIs(2));
  EXPECT_EQ(sessions[0].id, third.session);
  EXPECT_EQ(sessions[1].id, ada_.session);
}

TEST_F(SessionsTest, one_session_ends_another_of_the_same_user_only) {
  const SignedIn other = sign_in("ada");
  const SignedIn bob = sign_up("bob");
  EXPECT_EQ(error_of(sessions_->revoke(caller(bob), other.session)), ErrorCode::not_found);
  EXPECT_EQ(error_of(sessions_->revoke(caller(ada_), SessionId::generate())), ErrorCode::not_found);
  EXPECT_THAT(announced(), IsEmpty());
  value_of(sessions_->revoke(caller(ada_), other.session));
  EXPECT_THAT(announced(), ElementsAre("to someone 1: 1 sessions ended, revoked"));
  EXPECT_FALSE(is_alive(other));
  EXPECT_TRUE(is_alive(ada_));
  EXPECT_EQ(error_of(sessions_->revoke(caller(ada_), other.session)), ErrorCode::not_found);
}

TEST_F(SessionsTest, another_session_is_ended_by_one_that_has_proved_the_password_in_the_last_ten_minutes) {
  const SignedIn phone = sign_in("ada");
  clock_.advance(std::chrono::minutes(10));
  EXPECT_EQ(error_of(sessions_->revoke(caller(ada_), phone.session)), ErrorCode::password_required);
  EXPECT_EQ(error_of(sessions_->revoke(caller(ada_), SessionId::generate())), ErrorCode::password_required);
  refresh(ada_);
  EXPECT_EQ(error_of(sessions_->revoke(caller(ada_), phone.session)), ErrorCode::password_required);
  EXPECT_EQ(error_of(sign_in_->confirm_password(caller(ada_), "something else")), ErrorCode::bad_credentials);
  EXPECT_EQ(error_of(sessions_->revoke(caller(ada_), phone.session)), ErrorCode::password_required);
  value_of(sign_in_->confirm_password(caller(ada_), kPassword));
  EXPECT_EQ(error_of(sessions_->revoke(caller(phone), ada_.session)), ErrorCode::password_required)
      << "the proof belongs to the session that has made it";
  clock_.advance(std::chrono::minutes(10) - milliseconds(1));
  value_of(sessions_->revoke(caller(ada_), phone.session));
}

TEST_F(SessionsTest, the_own_session_ends_without_the_password) {
  clock_.advance(std::chrono::hours(1));
  value_of(sessions_->revoke(caller(ada_), ada_.session));
  EXPECT_FALSE(is_alive(ada_));
}

TEST_F(SessionsTest, what_has_expired_is_removed_however_much_it_is) {
  value_of(database_->write([id = ada_.session, at = clock_.now()](Transaction& tx) -> Result<bool> {
    for (int i = 0; i < 1'200; ++i) {
      tx.store<SessionStore>().add_token({"hash " + std::to_string(i), id, std::nullopt, std::nullopt, at});
    }
    return true;
  }));
  const SignedIn other = sign_in("ada");
  value_of(sessions_->remove_expired());
  EXPECT_THAT(value_of(sessions_->list(caller(ada_))), SizeIs(2)) << "its own token has not expired";
  const auto left = value_of(database_->read([](Transaction& tx) -> Result<bool> {
    return tx.store<SessionStore>().find_token("hash 1199").has_value() ||
           tx.store<SessionStore>().find_token("hash 0").has_value();
  }));
  EXPECT_FALSE(left);
  clock_.advance(std::chrono::days(31));
  value_of(sessions_->remove_expired());
  EXPECT_THAT(value_of(sessions_->list(caller(ada_))), IsEmpty());
}

TEST_F(SessionsTest, a_refresh_shows_from_where_it_came) {
  device_.address = "198.51.100.7";
  clock_.advance(seconds(5));
  refresh(ada_);
  const auto sessions = value_of(sessions_->list({ada_.user.id, ada_.session, UserRole::user}));
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions.front().address, "198.51.100.7");
  EXPECT_EQ(sessions.front().last_seen_at, clock_.now());
}

TEST_F(SessionsTest, a_lost_reply_is_repeated_elsewhere_for_two_minutes_only) {
  refresh(ada_);
  device_.address = "198.51.100.7";
  clock_.advance(std::chrono::minutes(2));
  refresh(ada_);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(refusal(ada_), ErrorCode::unauthenticated);
}

TEST_F(SessionsTest, no_token_outlives_the_longest_session) {
  SignedIn signed_in = ada_;
  const Time end = clock_.now() + kSessionLongest;
  for (int month = 0; month < 4; ++month) {
    EXPECT_LE(signed_in.tokens.refresh_expires_at, end);
    clock_.advance(std::chrono::days(22));
    signed_in = refresh(signed_in);
  }
  EXPECT_EQ(signed_in.tokens.refresh_expires_at, end);
  clock_.advance(std::chrono::days(2));
  EXPECT_EQ(refusal(signed_in), ErrorCode::unauthenticated);
}

TEST_F(SessionsTest, the_session_unused_for_longest_gives_way_to_the_fifty_first) {
  std::vector<SignedIn> all{ada_};
  while (all.size() < kSessionsMost) {
    clock_.advance(seconds(1));
    all.push_back(sign_in("ada"));
  }
  clock_.advance(seconds(1));
  all.front() = refresh(all.front());
  sign_in("ada");
  EXPECT_EQ(refresh(all[0]).session, all[0].session);
  EXPECT_EQ(refusal(all[1]), ErrorCode::unauthenticated);
  EXPECT_EQ(refresh(all[2]).session, all[2].session);
}

}  // namespace
}  // namespace parley::testing
