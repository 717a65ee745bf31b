#include "unit/features/sign_in/sign_in_test.hpp"

namespace parley::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ProfilesTest : public SignInTest {
 protected:
  ProfilesTest() {
    ada_ = caller(value_of(sign_in_->register_user({"Ada", kPassword, "Ada", "ada@example.org"}, device_)));
    bob_ = caller(sign_up("bob"));
  }
  std::vector<std::string> search(const std::string& prefix, std::size_t limit = 20) {
    std::vector<std::string> names;
    for (const User& user : value_of(people_.find(bob_, prefix, limit))) names.push_back(user.username);
    return names;
  }

  Caller ada_;
  Caller bob_;
};

TEST_F(ProfilesTest, an_email_address_is_for_its_owner_only) {
  EXPECT_EQ(value_of(profiles_->get(ada_, ada_.user)).email, "ada@example.org");
  EXPECT_EQ(value_of(profiles_->get(bob_, ada_.user)).email, std::nullopt);
  EXPECT_EQ(value_of(profiles_->get(bob_, ada_.user)).display_name, "Ada");
  EXPECT_EQ(value_of(people_.find(bob_, "ada", 1)).at(0).email, std::nullopt);
  EXPECT_EQ(value_of(people_.find(ada_, "ada", 1)).at(0).email, "ada@example.org");
}

TEST_F(ProfilesTest, an_unknown_user_is_not_found) {
  EXPECT_EQ(error_of(profiles_->get(ada_, UserId::generate())), ErrorCode::not_found);
}

TEST_F(ProfilesTest, people_are_found_by_how_their_names_begin) {
  EXPECT_THAT(search("a"), ElementsAre("Ada"));
  EXPECT_THAT(search("ADA"), ElementsAre("Ada"));
  EXPECT_THAT(search("x"), IsEmpty());
  EXPECT_THAT(faults_of(people_.find(bob_, "", 20)), ElementsAre("q required"));
  deactivate(ada_.user);
  EXPECT_THAT(search("a"), IsEmpty());
}

TEST_F(ProfilesTest, people_are_found_by_how_words_of_both_their_names_begin) {
  const auto rename = [&](Caller user, const char* name) {
    value_of(profiles_->update(user, {.display_name = name, .email = {}}));
  };
  const Caller asa = add_user("j.doe");
  rename(asa, "Åsa Müller-Lüdenscheidt");
  rename(add_user("muriel"), "Somebody");
  rename(add_user("taro"), "山田太郎");
  EXPECT_THAT(search("asa"), ElementsAre("j.doe"));
  EXPECT_THAT(search("LÜDEN"), ElementsAre("j.doe"));
  EXPECT_THAT(search("lud as"), ElementsAre("j.doe"));
  EXPECT_THAT(search("lud x"), IsEmpty());
  EXPECT_THAT(search("doe"), ElementsAre("j.doe"));
  EXPECT_THAT(search("太郎"), ElementsAre("taro"));
  EXPECT_THAT(search("太田"), IsEmpty());
  // Matches by username come first, and no user comes twice.
  EXPECT_THAT(search("mu"), ElementsAre("muriel", "j.doe"));
  EXPECT_THAT(search("mu", 1), ElementsAre("muriel"));
  rename(asa, "Anja");
  EXPECT_THAT(search("asa"), IsEmpty());
  EXPECT_THAT(search("anj"), ElementsAre("j.doe"));
  EXPECT_THAT(search("..."), IsEmpty());
}

TEST_F(ProfilesTest, users_of_an_earlier_version_are_found_by_their_words_once_these_are_made) {
  // The store adds the users without search words.
  for (int i = 0; i < 100; ++i) add_user("old.sailor" + std::to_string(i));
  EXPECT_THAT(search("sailor99"), IsEmpty());
  EXPECT_THAT(search("sailor"), IsEmpty());
  value_of(people_.index_names());
  EXPECT_THAT(search("sailor99"), ElementsAre("old.sailor99"));
  EXPECT_THAT(search("sailor"), SizeIs(20));
}

TEST_F(ProfilesTest, twenty_are_found_at_most) {
  for (int i = 10; i < 35; ++i) add_user("user" + std::to_string(i));
  EXPECT_THAT(search("user", 1000), SizeIs(20));
  EXPECT_THAT(search("user", 2), ElementsAre("user10", "user11"));
}

TEST_F(ProfilesTest, a_changed_profile_is_announced_to_the_users_other_devices) {
  const User changed = value_of(profiles_->update(ada_, {.display_name = "Countess", .email = {}}));
  EXPECT_EQ(changed.display_name, "Countess");
  EXPECT_EQ(changed.email, "ada@example.org");
  const auto events = take_events();
  ASSERT_THAT(events, SizeIs(1));
  const auto& event = std::get<UserEvent>(events[0]);
  EXPECT_EQ(event.user, ada_.user);
  EXPECT_EQ(event.rev, changed.rev);
  EXPECT_EQ(std::get<ProfileUpdated>(event.change).user.display_name, "Countess");
}

TEST_F(ProfilesTest, another_address_needs_the_password_and_the_rest_of_the_profile_does_not) {
  const ProfileChange moves{.display_name = {}, .email = "ada@example.com"};
  const ProfileChange removes{.display_name = {}, .email = ""};
  EXPECT_THAT(faults_of(profiles_->update(ada_, moves)), ElementsAre("current_password required"));
  EXPECT_THAT(faults_of(profiles_->update(ada_, removes)), ElementsAre("current_password required"));
  EXPECT_EQ(error_of(profiles_->update(ada_, moves, "something else")), ErrorCode::bad_credentials);
  EXPECT_THAT(announced(), IsEmpty());
  EXPECT_EQ(value_of(profiles_->update(ada_, {.display_name = "A", .email = "ada@example.org"})).display_name, "A");
  EXPECT_EQ(value_of(profiles_->update(ada_, moves, kPassword)).email, "ada@example.com");
  EXPECT_EQ(value_of(profiles_->update(ada_, removes, kPassword)).email, std::nullopt);
}

TEST_F(ProfilesTest, guessing_the_password_with_an_address_is_throttled_like_a_sign_in) {
  limits_.sign_in_burst = 3;
  const auto guess = [&] { return error_of(profiles_->update(ada_, {.display_name = {}, .email = "x@y"}, "wrong")); };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(guess(), ErrorCode::bad_credentials);
  EXPECT_EQ(guess(), ErrorCode::rate_limited);
}

TEST_F(ProfilesTest, the_address_of_somebody_else_is_accepted_and_says_nothing_about_them) {
  EXPECT_EQ(value_of(profiles_->update(bob_, {.display_name = {}, .email = "ADA@example.org"}, kPassword)).email,
            "ADA@example.org");
  EXPECT_EQ(value_of(profiles_->get(ada_, ada_.user)).email, "ada@example.org");
}

TEST_F(ProfilesTest, a_change_of_nothing_is_not_announced) {
  EXPECT_EQ(value_of(profiles_->update(ada_, {})).email, "ada@example.org");
  EXPECT_THAT(announced(), IsEmpty());
}

TEST_F(ProfilesTest, a_bad_change_changes_nothing) {
  EXPECT_THAT(faults_of(profiles_->update(ada_, {.display_name = "", .email = "nobody"})),
              ElementsAre("display_name invalid", "email invalid"));
  EXPECT_EQ(error_of(profiles_->update(bob_, {.display_name = "Bob", .email = "bob@example.org"}, "wrong")),
            ErrorCode::bad_credentials);
  EXPECT_EQ(value_of(profiles_->get(bob_, bob_.user)).display_name, "bob");
  EXPECT_THAT(announced(), IsEmpty());
}

}  // namespace
}  // namespace parley::testing
