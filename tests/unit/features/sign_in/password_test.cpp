#include <parley/features/sign_in/password.hpp>

#include <algorithm>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <parley/base/limits.hpp>
#include <parley/protocol/text.hpp>

namespace parley {
namespace {

// Returns "ok", or the code of the only fault.
std::string judged(std::string_view password, std::string_view username = "ada") {
  const Result<void> result = check_password(password, username);
  if (result) return "ok";
  if (result.error().code != ErrorCode::invalid_request || result.error().fields.size() != 1 ||
      result.error().fields[0].field != "password") {
    return "an error of another form";
  }
  return std::string(fault_name(result.error().fields[0].code));
}

TEST(PasswordCheck, eight_to_256_characters_pass) {
  const std::string phrase = "seven quiet otters row past the lighthouse at dawn, singing old refrains";
  EXPECT_EQ(judged(phrase), "ok");
  EXPECT_EQ(judged(phrase + "!"), "ok");
  std::string longest;
  for (std::size_t i = 0; longest.size() < kPasswordMost; ++i) longest += phrase[i * i % phrase.size()];
  EXPECT_EQ(judged(longest), "ok");
  EXPECT_EQ(judged(longest + "!"), "too_long");
  EXPECT_EQ(judged("vK3-uTq9"), "ok");
  EXPECT_EQ(judged("vK3-uTq"), "too_short");
  EXPECT_EQ(judged(""), "too_short");
}

TEST(PasswordCheck, characters_are_counted_not_bytes) {
  EXPECT_EQ(judged("nützüöä"), "too_short");
  EXPECT_EQ(judged("nützüöäx"), "ok");
  EXPECT_EQ(judged("дом8"), "too_short");
}

TEST(PasswordCheck, bytes_that_are_not_utf8_are_fine_and_a_nul_is_not) {
  EXPECT_EQ(judged("\xff\xfe\x80\xc1 \x9d\x01\x7f\x02\x03"), "ok");
  EXPECT_EQ(judged(std::string("vK3-uTq9\0", 9)), "invalid");
  EXPECT_EQ(judged(std::string("\0vK3-uTq9", 9)), "invalid");
}

TEST(PasswordCheck, the_username_is_refused_in_any_case) {
  EXPECT_EQ(judged("Grace.Hopper", "grace.hopper"), "invalid");
  EXPECT_EQ(judged("grace.hopper", "GRACE.HOPPER"), "invalid");
  EXPECT_EQ(judged("grace.hopper.1906", "grace.hopper"), "ok");
}

TEST(PasswordCheck, the_commonest_are_refused_in_any_case_and_with_digits_behind) {
  for (const char* password :
       {"password", "PASSWORD",     "Password1",  "password123",  "Password2024!", "passw0rd",
        "P@ssw0rd", "12345678",     "123456789",  "1234567890",   "qwertyuiop",    "Qwerty123",
        "1q2w3e4r", "1qaz2wsx",     "iloveyou",   "ILoveYou!!",   "sunshine",      "Sunshine1",
        "princess", "football2023", "letmein123", "welcome1",     "admin123",      "trustno1",
        "abc12345", "abcd1234",     "monkey123",  "dragon2020",   "superman",      "charlie99",
        "michael1", "liverpool",    "chocolate",  "changeme",     "Summer2025!",   "asdfghjkl",
        "zxcvbnm1", "starwars",     "whatever",   "computer",     "147258369",     "987654321",
        "11223344", "baseball",     "jennifer",   "qwerty123456", "password1234",  "correcthorsebatterystaple"}) {
    EXPECT_EQ(judged(password), "too_common") << password;
  }
}

TEST(PasswordCheck, runs_and_repetitions_are_refused) {
  for (const char* password : {"aaaaaaaa", "zzzzzzzzzzzzzzzz", "        ", "abababab", "12312312", "xyzwxyzwxy",
                               "bcdefghi", "23456789", "98765432", "zyxwvuts", "ABCDEFGHIJ", "üüüüüüüü"}) {
    EXPECT_EQ(judged(password), "too_common") << password;
  }
}

TEST(PasswordCheck, what_only_looks_like_them_passes) {
  for (const char* password : {"passwords are a nuisance", "aaaaaaab", "abcdefgi", "12345679 otters", "unsunshine",
                               "abcdeabcde", "sunshine4815162", "quixotic zebu"}) {
    EXPECT_EQ(judged(password), "ok") << password;
  }
}

TEST(PasswordCheck, answers_any_bytes_without_harm) {
  EXPECT_TRUE(rc::check([](const std::string& password, const std::string& username) {
    const std::string code = judged(password, username);
    RC_ASSERT((code == "too_short") == (count_characters(password) < kNewPasswordLeast));
    RC_ASSERT((code == "too_long") == (count_characters(password) > kPasswordMost));
  }));
}

// Uses the lowest possible cost, since the tests do not measure the time.
class PasswordHashing : public testing::Test {
 protected:
  std::string hash(std::string_view password) const { return hasher.hash(password).value(); }

  PasswordHasher hasher{PasswordHasher::kCostLeast};
};

TEST_F(PasswordHashing, a_password_verifies_against_its_own_hash_and_no_other_does) {
  const std::string stored = hash("vK3-uTq9");
  EXPECT_EQ(stored.size(), 60U);
  EXPECT_TRUE(stored.starts_with("$2b$04$"));
  EXPECT_TRUE(hasher.verify("vK3-uTq9", stored));
  for (const char* wrong : {"", "vK3-uTq", "vK3-uTq8", "VK3-uTq9", "vK3-uTq9 "}) {
    EXPECT_FALSE(hasher.verify(wrong, stored)) << wrong;
  }
}

TEST_F(PasswordHashing, each_hash_has_a_salt_of_its_own) { EXPECT_NE(hash("vK3-uTq9"), hash("vK3-uTq9")); }

TEST_F(PasswordHashing, all_seventy_two_bytes_count) {
  const std::string longest(72, 'x');
  const std::string stored = hash(longest);
  EXPECT_TRUE(hasher.verify(longest, stored));
  EXPECT_FALSE(hasher.verify(std::string(71, 'x') + 'y', stored));
}

TEST_F(PasswordHashing, what_bcrypt_would_cut_off_counts_to_its_last_byte) {
  EXPECT_FALSE(hasher.verify(std::string(73, 'x'), hash(std::string(72, 'x'))));
  const std::string stored = hash(std::string(73, 'x'));
  EXPECT_TRUE(hasher.verify(std::string(73, 'x'), stored));
  EXPECT_FALSE(hasher.verify(std::string(72, 'x') + 'y', stored));
  EXPECT_FALSE(hasher.verify(std::string(72, 'x'), stored));
  EXPECT_FALSE(hasher.verify(std::string(100'000, 'x'), stored));
  EXPECT_FALSE(hasher.verify(std::string("vK3-uTq9\0tail", 13), hash("vK3-uTq9")));
}

TEST_F(PasswordHashing, a_password_verifies_in_whatever_form_its_accents_are_typed) {
  EXPECT_TRUE(hasher.verify("caf\u00e9-vK3-uTq9", hash("cafe\u0301-vK3-uTq9")));
  EXPECT_TRUE(hasher.verify("cafe\u0301-vK3-uTq9", hash("caf\u00e9-vK3-uTq9")));
  EXPECT_FALSE(hasher.verify("cafe-vK3-uTq9", hash("caf\u00e9-vK3-uTq9")));
}

// "cafe\u0301-vK3-uTq9", hashed as it was typed.
TEST_F(PasswordHashing, a_hash_from_before_passwords_were_normalized_verifies) {
  EXPECT_TRUE(hasher.verify("cafe\u0301-vK3-uTq9", "$2b$04$CCCCCCCCCCCCCCCCCCCCC.QHciFdMExxmevJGWhu2aT39Y8Vze9Ie"));
}

// The test vectors of Solar Designer's crypt_blowfish, from its wrapper.c.
TEST_F(PasswordHashing, hashes_of_other_programs_verify) {
  EXPECT_TRUE(hasher.verify("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_TRUE(hasher.verify("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_TRUE(hasher.verify("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"));
  EXPECT_TRUE(hasher.verify("\xff\xff\xa3", "$2b$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e"));
  EXPECT_FALSE(hasher.verify("U*V", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
}

TEST_F(PasswordHashing, a_stored_hash_that_is_none_refuses_everybody) {
  const std::string good = hash("vK3-uTq9");
  const std::vector<std::string> bad = {
      "",
      "*0",
      "*1",
      "!",
      "x",
      "vK3-uTq9",
      "$2b$04$",
      good.substr(0, 59),
      good + "x",
      good + std::string(1, '\0'),
      "$2b$04$" + std::string(53, '*'),
      "$2b$04$" + std::string(53, '\0'),
      "$2b$04$" + std::string(53, '\xff'),
      "$2b$03$" + good.substr(7),
      "$2b$31$" + good.substr(7),  // this cost would take more than a day
      "$2b$99$" + good.substr(7),
      "$2b$4x$" + good.substr(7),
      "$2x$04$" + good.substr(7),
      "$2$04$" + good.substr(7) + "x",
      "$2b$04_" + good.substr(7),
      "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
      "$6$saltsalt$" + std::string(86, 'a'),
      "abJnggxhB/yWI",
  };
  for (const std::string& stored : bad) {
    EXPECT_FALSE(hasher.verify("vK3-uTq9", stored)) << stored;
    EXPECT_FALSE(hasher.verify("", stored)) << stored;
    EXPECT_TRUE(hasher.needs_rehash(stored)) << stored;
  }
}

TEST_F(PasswordHashing, no_stored_bytes_make_it_throw) {
  EXPECT_TRUE(rc::check([&](const std::string& bytes) {
    RC_ASSERT(!hasher.verify("vK3-uTq9", bytes));
    const std::string shaped = ("$2b$04$" + bytes + std::string(60, '.')).substr(0, 60);
    RC_ASSERT(!hasher.verify("vK3-uTq9", shaped));
  }));
}

TEST_F(PasswordHashing, another_cost_or_an_older_form_wants_a_new_hash) {
  const std::string stored = hash("vK3-uTq9");
  EXPECT_FALSE(hasher.needs_rehash(stored));
  EXPECT_TRUE(PasswordHasher(5).needs_rehash(stored));
  EXPECT_TRUE(hasher.needs_rehash("$2a$04$" + stored.substr(7)));
  EXPECT_TRUE(PasswordHasher(5).verify("vK3-uTq9", stored));
}

// Returns the least processor time of a few runs on this thread. Other work on the machine does not count.
template <class Work>
double cost_of(Work work) {
  double least = 1e9;
  for (int run = 0; run < 5; ++run) {
    timespec before{};
    timespec after{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    work();
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    least = std::min(least, static_cast<double>(after.tv_sec - before.tv_sec) +
                                static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e9);
  }
  return least;
}

TEST(PasswordHasher, an_unknown_user_a_broken_hash_and_an_overlong_password_cost_as_much_as_a_wrong_one) {
  const PasswordHasher hasher(8);
  const std::string stored = hasher.hash("vK3-uTq9").value();
  const double wrong = cost_of([&] { hasher.verify("vK3-uTq8", stored); });
  const double unknown = cost_of([&] { hasher.verify_nothing("vK3-uTq8"); });
  const double broken = cost_of([&] { hasher.verify("vK3-uTq8", "*0"); });
  const double overlong = cost_of([&] { hasher.verify(std::string(1000, 'x'), stored); });
  for (const double cost : {unknown, broken, overlong}) {
    EXPECT_GT(cost, wrong / 2);
    EXPECT_LT(cost, wrong * 2);
  }
}

}  // namespace
}  // namespace parley
