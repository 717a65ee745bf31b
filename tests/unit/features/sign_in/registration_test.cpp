#include "unit/features/sign_in/sign_in_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
  EXPECT_EQ(value_of(sessions_->refresh(ada.tokens.refresh, device_)).session, ada.session);
}

TEST_F(RegistrationTest, the_username_is_the_display_name_of_a_user_who_gives_none) {
  EXPECT_EQ(value_of(sign_up_as({"Ada", kPassword, "", std::nullopt})).user.display_name, "Ada");
}

TEST_F(RegistrationTest, a_name_is_taken_once_in_any_case_and_an_address_says_nothing_about_others) {
  value_of(sign_up_as({"ada", kPassword, "", "ada@example.org"}));
  EXPECT_EQ(error_of(sign_up_as({"ADA", kPassword, "", std::nullopt})), ErrorCode::username_taken);
  EXPECT_EQ(value_of(people_.find({}, "ada", 2)).size(), 1u) << "a refused registration leaves nothing";
  EXPECT_EQ(value_of(sign_up_as({"bob", kPassword, "", "ADA@EXAMPLE.ORG"})).user.email, "ADA@EXAMPLE.ORG");
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
              ElementsAre("username too_short", "display_name too_long", "email invalid", "password too_short"));
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
  limits_.registration_burst = 3;
  limits_.sign_in_burst = 1;
  reconfigure();
  for (int i = 0; i < 3; ++i) value_of(sign_up_as({"user" + std::to_string(i), kPassword, "", std::nullopt}));
  const auto refused = run(sign_up_as({"user4", kPassword, "", std::nullopt}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
  EXPECT_GT(refused.error().retry_after, milliseconds(0));
  EXPECT_TRUE(run(sign_in_->login("user1", kPassword, device_))) << "signing in has a limit of its own";
  device_.address = "192.0.2.2";
  EXPECT_TRUE(run(sign_up_as({"user4", kPassword, "", std::nullopt})));
}

}  // namespace
}  // namespace parley::testing
