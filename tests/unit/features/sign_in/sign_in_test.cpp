#include <parley/features/accounts/store.hpp>

#include "unit/features/sign_in/sign_in_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LoginTest : public SignInTest {
 protected:
  Error refusal(const std::string& name, const std::string& password) {
    return run(sign_in_->login(name, password, device_)).error();
  }
  std::string stored_hash(UserId user) {
    return value_of(database_->read([user](Transaction& tx) -> Result<std::string> {
      return tx.store<AccountStore>().password_hash(user).value();
    }));
  }
};

TEST_F(LoginTest, a_name_in_any_case_and_its_password_open_a_session_of_their_own) {
  const SignedIn first = sign_up("Ada");
  const SignedIn second = sign_in("aDA");
  EXPECT_EQ(second.user.id, first.user.id);
  EXPECT_NE(second.session, first.session);
  EXPECT_NE(second.tokens.refresh, first.tokens.refresh);
  EXPECT_TRUE(is_alive(first));
  EXPECT_TRUE(is_alive(second));
}

TEST_F(LoginTest, a_wrong_password_and_an_unknown_name_are_answered_alike) {
  const SignedIn gone = sign_up("gone");
  sign_up("ada");
  deactivate(gone.user.id);
  const Error wrong = refusal("ada", "something else");
  EXPECT_EQ(wrong.code, ErrorCode::bad_credentials);
  EXPECT_EQ(refusal("nobody", kPassword), wrong);
  EXPECT_EQ(refusal("gone", kPassword), wrong);
  EXPECT_EQ(refusal("ada", ""), wrong);
  EXPECT_EQ(refusal("ada", std::string(200, 'x')), wrong);
  EXPECT_EQ(refusal(std::string(200, 'x'), kPassword), wrong);
}

TEST_F(LoginTest, a_name_is_tried_wrongly_so_often_from_one_address_whatever_its_case) {
  sign_up("ada");
  sign_up("bob");
  limits_.sign_in_burst = 6;
  reconfigure();
  for (const std::string name : {"ada", "ADA", "Ada"}) {
    EXPECT_EQ(refusal(name, "wrong").code, ErrorCode::bad_credentials);
  }
  const Error refused = refusal("aDa", kPassword);
  EXPECT_EQ(refused.code, ErrorCode::rate_limited);
  EXPECT_GT(refused.retry_after, milliseconds(0));
  EXPECT_TRUE(run(sign_in_->login("bob", kPassword, device_))) << "others of the address have attempts left";
  device_.address = "198.51.100.1";
  EXPECT_TRUE(run(sign_in_->login("ada", kPassword, device_)));
}

TEST_F(LoginTest, right_passwords_and_what_is_not_checked_use_up_no_attempt) {
  sign_up("ada");
  limits_.sign_in_burst = 1;
  reconfigure();
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(run(sign_in_->login("ada", kPassword, device_))) << i;
  BlockingPool no_room("bcrypt", 1, 0);
  SignIn overloaded(*database_, *sessions_, no_room, hasher_, *attempts_, clock_, limits_, *registration_, metrics_);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(error_of(overloaded.login("ada", kPassword, device_)), ErrorCode::overloaded);
  EXPECT_EQ(refusal("ada", "wrong").code, ErrorCode::bad_credentials);
  EXPECT_EQ(refusal("ada", kPassword).code, ErrorCode::rate_limited);
}

TEST_F(LoginTest, attempts_at_the_same_time_cannot_pass_together) {
  sign_up("ada");
  limits_.sign_in_burst = 4;
  reconfigure();
  std::vector<Task<SignedIn>> tasks;
  for (int i = 0; i < 20; ++i) tasks.push_back(sign_in_->login("ada", "wrong", device_));
  int checked = 0;
  for (const auto& result : run_together(std::move(tasks))) {
    checked += result.error().code == ErrorCode::bad_credentials ? 1 : 0;
  }
  EXPECT_EQ(checked, 2);
}

TEST_F(LoginTest, a_thousand_wrong_passwords_from_elsewhere_do_not_keep_the_owner_out) {
  sign_up("ada");
  limits_.sign_in_burst = 4;
  reconfigure();
  for (int i = 0; i < 1'000; ++i) {
    device_.address = "2001:db8:" + std::to_string(i % 100) + ":" + std::to_string(i) + "::1";
    refusal("ada", "wrong");
  }
  device_.address = "192.0.2.1";
  EXPECT_TRUE(run(sign_in_->login("ada", kPassword, device_)));
}

TEST_F(LoginTest, a_known_device_has_attempts_of_its_own) {
  sign_up("ada");
  limits_.sign_in_burst = 2;
  reconfigure();
  for (const std::string name : {"ada", "bob", "eve", "fay"}) refusal(name, "wrong");
  EXPECT_EQ(refusal("ada", kPassword).code, ErrorCode::rate_limited);
  device_.known_id = "a device";
  EXPECT_TRUE(run(sign_in_->login("ada", kPassword, device_)));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(refusal("ada", "wrong").code, ErrorCode::bad_credentials);
  EXPECT_EQ(refusal("ada", kPassword).code, ErrorCode::rate_limited);
  device_.known_id = "another device";
  EXPECT_TRUE(run(sign_in_->login("ada", kPassword, device_)));
}

TEST_F(LoginTest, an_address_tries_so_often_whatever_the_name) {
  limits_.sign_in_burst = 3;
  reconfigure();
  for (const std::string name : {"ada", "bob", "eve"}) {
    EXPECT_EQ(refusal(name, "wrong").code, ErrorCode::bad_credentials);
  }
  EXPECT_EQ(refusal("fay", "wrong").code, ErrorCode::rate_limited);
}

TEST_F(LoginTest, the_addresses_of_one_64_count_together_and_those_of_one_48_too) {
  limits_.sign_in_burst = 2;
  reconfigure();
  int name = 0;
  const auto code_from = [&](const std::string& address) {
    device_.address = address;
    return refusal("user" + std::to_string(++name), "wrong").code;
  };
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(code_from("2001:db8:1:2::" + std::to_string(i)), ErrorCode::bad_credentials);
  }
  for (int i = 2; i < 20; ++i) EXPECT_EQ(code_from("2001:db8:1:2::" + std::to_string(i)), ErrorCode::rate_limited);
  int in_48 = 2;
  for (int i = 20; i < 60; ++i) {
    in_48 += code_from("2001:db8:1:" + std::to_string(i) + "::1") == ErrorCode::bad_credentials ? 1 : 0;
  }
  EXPECT_EQ(in_48, 16) << "eight times the burst of a /64";
  EXPECT_EQ(code_from("2001:db8:2:2::1"), ErrorCode::bad_credentials);
}

TEST_F(LoginTest, a_hash_of_another_cost_is_replaced_at_the_next_sign_in) {
  const SignedIn ada = sign_up("ada");
  const std::string before = stored_hash(ada.user.id);
  sign_in("ada");
  EXPECT_EQ(stored_hash(ada.user.id), before);
  hasher_ = PasswordHasher(PasswordHasher::kCostLeast + 1);
  sign_in("ada");
  const std::string after = stored_hash(ada.user.id);
  EXPECT_NE(after, before);
  EXPECT_FALSE(hasher_.needs_rehash(after));
  sign_in("ada");
  EXPECT_EQ(stored_hash(ada.user.id), after);
}

TEST_F(LoginTest, sign_ins_at_once_survive_the_replacement_of_the_hash) {
  sign_up("ada");
  hasher_ = PasswordHasher(PasswordHasher::kCostLeast + 1);
  std::vector<Task<SignedIn>> tasks;
  for (int i = 0; i < 8; ++i) tasks.push_back(sign_in_->login("ada", kPassword, device_));
  for (const auto& signed_in : run_together(std::move(tasks))) EXPECT_TRUE(signed_in);
}

TEST_F(LoginTest, a_full_hashing_pool_answers_at_once) {
  BlockingPool no_room("bcrypt", 1, 0);
  SignIn sign_in(*database_, *sessions_, no_room, hasher_, *attempts_, clock_, limits_, *registration_, metrics_);
  EXPECT_EQ(error_of(sign_in.login("ada", kPassword, device_)), ErrorCode::overloaded);
  EXPECT_EQ(error_of(sign_in.register_user({"ada", kPassword, "", std::nullopt}, device_)), ErrorCode::overloaded);
}

TEST_F(LoginTest, a_session_remembers_its_device_in_printable_text) {
  device_ = {"Browser\x80\n 1.0" + std::string(500, 'x'), "192.0.2.7"};
  const SignedIn ada = sign_up("ada");
  const auto sessions = value_of(sessions_->list(caller(ada)));
  ASSERT_THAT(sessions, SizeIs(1));
  EXPECT_EQ(sessions[0].user_agent, "Browser?? 1.0" + std::string(243, 'x'));
  EXPECT_EQ(sessions[0].address, "192.0.2.7");
}

class PasswordChangeTest : public SignInTest {
 protected:
  static constexpr auto kReplacement = "staple paper clip";
};

TEST_F(PasswordChangeTest, a_changed_password_ends_every_other_session) {
  const SignedIn here = sign_up("ada");
  const SignedIn there = sign_in("ada");
  const SignedIn elsewhere = sign_in("ada");
  value_of(sign_in_->change_password(caller(here), kPassword, kReplacement));
  EXPECT_TRUE(is_alive(here));
  EXPECT_FALSE(is_alive(there));
  EXPECT_FALSE(is_alive(elsewhere));
  EXPECT_EQ(error_of(sessions_->refresh(there.tokens.refresh, device_)), ErrorCode::unauthenticated);
  EXPECT_TRUE(run(sessions_->refresh(here.tokens.refresh, device_)));
  EXPECT_THAT(announced(), ElementsAre("to someone 1: 2 sessions ended, password changed"));
  EXPECT_EQ(error_of(sign_in_->login("ada", kPassword, device_)), ErrorCode::bad_credentials);
  EXPECT_TRUE(run(sign_in_->login("ada", kReplacement, device_)));
}

TEST_F(PasswordChangeTest, the_current_password_is_needed) {
  const SignedIn ada = sign_up("ada");
  EXPECT_EQ(error_of(sign_in_->change_password(caller(ada), "something else", kReplacement)),
            ErrorCode::bad_credentials);
  EXPECT_TRUE(run(sign_in_->login("ada", kPassword, device_)));
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(PasswordChangeTest, a_bad_replacement_is_refused_by_its_own_name) {
  const SignedIn ada = sign_up("ada");
  EXPECT_THAT(faults_of(sign_in_->change_password(caller(ada), kPassword, "short")),
              ElementsAre("new_password too_short"));
}

TEST_F(PasswordChangeTest, guessing_the_current_password_is_throttled) {
  const SignedIn ada = sign_up("ada");
  limits_.sign_in_burst = 2;
  reconfigure();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(error_of(sign_in_->change_password(caller(ada), "guess", kReplacement)), ErrorCode::bad_credentials);
  }
  EXPECT_EQ(error_of(sign_in_->change_password(caller(ada), kPassword, kReplacement)), ErrorCode::rate_limited);
}

TEST_F(PasswordChangeTest, of_two_changes_at_once_one_wins) {
  const SignedIn ada = sign_up("ada");
  std::vector<Task<void>> tasks;
  tasks.push_back(sign_in_->change_password(caller(ada), kPassword, "the first of two"));
  tasks.push_back(sign_in_->change_password(caller(ada), kPassword, "the second of two"));
  const auto results = run_together(std::move(tasks));
  ASSERT_NE(results[0].has_value(), results[1].has_value());
  EXPECT_EQ((results[0] ? results[1] : results[0]).error().code, ErrorCode::conflict);
}

class DevelopmentTokenTest : public SignInTest {};

TEST_F(DevelopmentTokenTest, a_name_is_registered_when_it_is_new_and_no_password_fits_it) {
  const SignedIn first = value_of(sign_in_->issue_development_token("ada", device_));
  const SignedIn second = value_of(sign_in_->issue_development_token("ADA", device_));
  EXPECT_EQ(first.user.id, second.user.id);
  EXPECT_NE(first.session, second.session);
  EXPECT_TRUE(is_alive(second));
  for (const std::string password : {"", "!", kPassword}) {
    EXPECT_EQ(error_of(sign_in_->login("ada", password, device_)), ErrorCode::bad_credentials);
  }
}

TEST_F(DevelopmentTokenTest, a_name_that_cannot_be_or_is_deactivated_gets_none) {
  EXPECT_THAT(faults_of(sign_in_->issue_development_token("a b", device_)), ElementsAre("username invalid"));
  const SignedIn ada = sign_up("ada");
  deactivate(ada.user.id);
  EXPECT_EQ(error_of(sign_in_->issue_development_token("ada", device_)), ErrorCode::forbidden);
}

using DeactivationTest = SignInTest;

TEST_F(DeactivationTest, a_closed_account_ends_all_its_sessions_and_lets_nobody_in_again) {
  const SignedIn here = sign_up("ada");
  const SignedIn there = sign_in("ada");
  value_of(sign_in_->deactivate(caller(here), kPassword));
  EXPECT_FALSE(is_alive(here));
  EXPECT_FALSE(is_alive(there));
  EXPECT_THAT(announced(), ElementsAre("to someone 1: 2 sessions ended, deactivated"));
  EXPECT_EQ(error_of(sign_in_->login("ada", kPassword, device_)), ErrorCode::bad_credentials);
  EXPECT_EQ(error_of(sessions_->refresh(here.tokens.refresh, device_)), ErrorCode::unauthenticated);
  EXPECT_EQ(error_of(sign_in_->register_user({"Ada", kPassword, "", std::nullopt}, device_)),
            ErrorCode::username_taken);
}

TEST_F(DeactivationTest, the_password_is_needed_once_more) {
  const SignedIn ada = sign_up("ada");
  EXPECT_EQ(error_of(sign_in_->deactivate(caller(ada), "something else")), ErrorCode::bad_credentials);
  EXPECT_TRUE(is_alive(ada));
}

}  // namespace
}  // namespace parley::testing
