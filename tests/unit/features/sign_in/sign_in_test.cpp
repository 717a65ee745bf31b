#include <parley/features/accounts/store.hpp>

#include "unit/features/sign_in/sign_in_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RegistrationTest : public SignInTest {
 protected:
  Task<SignedIn> sign_up_as(Registration registration) {
    return sign_in_->register_user(std::move(registration), device_);
  }
  std::vector<std::string> faults_in(const std::string& username, const std::string& display_name = "",
                                     std::optional<std::string> email = std::nullopt) {
    // A new server has a fresh limit. A valid registration would use up an attempt as well.
    reconfigure();
    const auto result = run(sign_up_as({username, kPassword, display_name, std::move(email)}));
    std::vector<std::string> faults;
    if (!result) {
      EXPECT_EQ(result.error().code, ErrorCode::invalid_request);
      for (const FieldError& fault : result.error().fields)
        faults.push_back(fault.field + " " + std::string(fault_name(fault.code)));
    }
    return faults;
  }
};

TEST_F(RegistrationTest, a_user_who_registers_is_signed_in) {
  const SignedIn ada = value_of(sign_up_as({"Ada", kPassword, "Ada Lovelace", "ada@example.org"}));
  EXPECT_EQ(ada.user.username, "Ada");
  EXPECT_EQ(ada.user.display_name, "Ada Lovelace");
  EXPECT_EQ(ada.user.email, "ada@example.org");
  EXPECT_EQ(ada.tokens.refresh_expires_at, clock_.now() + std::chrono::days(30));
  const auto proven = value_of(sessions_->authenticate(ada.tokens.access));
  EXPECT_EQ(proven.caller.user, ada.user.id);
  EXPECT_EQ(proven.caller.session, ada.session);
  EXPECT_EQ(proven.expires_at, ada.tokens.access_expires_at);
  EXPECT_EQ(value_of(sessions_->refresh(ada.tokens.refresh)).session, ada.session);
}

TEST_F(RegistrationTest, the_username_is_the_display_name_of_a_user_who_gives_none) {
  EXPECT_EQ(value_of(sign_up_as({"Ada", kPassword, "", std::nullopt})).user.display_name, "Ada");
}

TEST_F(RegistrationTest, a_name_or_address_is_taken_once_in_any_case) {
  value_of(sign_up_as({"ada", kPassword, "", "ada@example.org"}));
  EXPECT_EQ(error_of(sign_up_as({"ADA", kPassword, "", std::nullopt})), ErrorCode::username_taken);
  EXPECT_EQ(error_of(sign_up_as({"bob", kPassword, "", "ADA@EXAMPLE.ORG"})), ErrorCode::email_taken);
  EXPECT_THAT(value_of(people_.find({}, "bob", 1)), IsEmpty()) << "a refused registration leaves nothing";
}

TEST_F(RegistrationTest, of_several_users_who_want_one_name_at_once_one_gets_it) {
  std::vector<Task<SignedIn>> tasks;
  for (int i = 0; i < 8; ++i) tasks.push_back(sign_up_as({"ada", kPassword, "", std::nullopt}));
  int registered = 0;
  for (const auto& result : run_together(std::move(tasks))) {
    if (result)
      ++registered;
    else
      EXPECT_EQ(result.error().code, ErrorCode::username_taken);
  }
  EXPECT_EQ(registered, 1);
}

TEST_F(RegistrationTest, every_fault_is_named_at_once) {
  EXPECT_THAT(faults_of(sign_up_as({"a", "short", std::string(65, 'x'), "nobody"})),
              ElementsAre("username too_short", "password too_short", "display_name too_long", "email invalid"));
}

TEST_F(RegistrationTest, usernames_are_plain) {
  for (const std::string good : {"ab", "A.b-c_9", "0cool"}) EXPECT_THAT(faults_in(good), IsEmpty()) << good;
  EXPECT_THAT(faults_in(std::string(32, 'a')), IsEmpty());
  for (const std::string bad : {".ab", "-ab", "_ab", "a b", "a@b", "añb", "ab\n"}) {
    EXPECT_THAT(faults_in(bad), ElementsAre("username invalid")) << bad;
  }
  EXPECT_THAT(faults_in(std::string("a\0b", 3)), ElementsAre("username invalid"));
  EXPECT_THAT(faults_in(""), ElementsAre("username too_short"));
  EXPECT_THAT(faults_in(std::string(33, 'a')), ElementsAre("username too_long"));
}

TEST_F(RegistrationTest, display_names_are_one_line_of_at_most_64_characters) {
  int count = 0;
  const auto faults = [&](const std::string& name) { return faults_in("user" + std::to_string(++count), name); };
  std::string sixty_four;
  for (int i = 0; i < 64; ++i) sixty_four += "é";
  for (const auto& good : {std::string("Ada"), std::string("李雷 😀"), sixty_four}) {
    EXPECT_THAT(faults(good), IsEmpty()) << good;
  }
  EXPECT_THAT(faults(sixty_four + "x"), ElementsAre("display_name too_long"));
  const std::vector<std::string> bad = {
      " ",
      "a\nb",
      "a\x7f",
      "a\xc2\x85",
      "\xff",
      "\xc3",
      "\xc0\xaf",
      "\xe0\x80\xaf",
      "\xed\xa0\x80",
      "\xf4\x90\x80\x80",
      "\xf0\x8f\xbf",
      "\xe2\x82",
      "\x80",
      "\xf0\x80\x80\x80",
      "\xf5\x80\x80\x80",
  };
  for (const std::string& name : bad) EXPECT_THAT(faults(name), ElementsAre("display_name invalid")) << name;
}

TEST_F(RegistrationTest, an_email_address_has_two_sides) {
  int count = 0;
  const auto faults = [&](const std::string& email) { return faults_in("user" + std::to_string(++count), "", email); };
  const std::string longest = std::string(240, 'a') + "@" + std::string(13, 'b');
  for (const auto& good : {std::string("a@b"), std::string("jürgen@bücher.example"), longest}) {
    EXPECT_THAT(faults(good), IsEmpty()) << good;
  }
  EXPECT_THAT(faults(longest + "b"), ElementsAre("email too_long"));
  for (const std::string bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\n", "a\xff@b"}) {
    EXPECT_THAT(faults(bad), ElementsAre("email invalid")) << bad;
  }
}

TEST_F(RegistrationTest, a_closed_server_registers_nobody) {
  reconfigure("a key of the server's", /*registration_open=*/false);
  EXPECT_EQ(error_of(sign_up_as({"ada", kPassword, "", std::nullopt})), ErrorCode::forbidden);
}

TEST_F(RegistrationTest, an_address_registers_so_often_and_no_more) {
  limits_.sign_in_burst = 3;
  reconfigure();
  for (int i = 0; i < 3; ++i) value_of(sign_up_as({"user" + std::to_string(i), kPassword, "", std::nullopt}));
  const auto refused = run(sign_up_as({"user4", kPassword, "", std::nullopt}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
  EXPECT_GT(refused.error().retry_after, milliseconds(0));
  device_.address = "192.0.2.2";
  EXPECT_TRUE(run(sign_up_as({"user4", kPassword, "", std::nullopt})));
}

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

TEST_F(LoginTest, a_name_is_tried_so_often_whatever_its_case_and_wherever_from) {
  sign_up("ada");
  limits_.sign_in_burst = 3;
  reconfigure();
  int address = 0;
  for (const std::string name : {"ada", "ADA", "Ada"}) {
    device_.address = "192.0.2." + std::to_string(++address);
    EXPECT_EQ(refusal(name, "wrong").code, ErrorCode::bad_credentials);
  }
  device_.address = "198.51.100.1";
  const Error refused = refusal("aDa", kPassword);
  EXPECT_EQ(refused.code, ErrorCode::rate_limited);
  EXPECT_GT(refused.retry_after, milliseconds(0));
  EXPECT_EQ(refusal("bob", "wrong").code, ErrorCode::bad_credentials);
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
  SignIn sign_in(*database_, *sessions_, no_room, hasher_, *attempts_, clock_, limits_, /*registration_open=*/true);
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
  EXPECT_EQ(error_of(sessions_->refresh(there.tokens.refresh)), ErrorCode::unauthenticated);
  EXPECT_TRUE(run(sessions_->refresh(here.tokens.refresh)));
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
  EXPECT_EQ(error_of(sessions_->refresh(here.tokens.refresh)), ErrorCode::unauthenticated);
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
