#include <parley/features/sign_in/known_devices.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class SettableTime final : public Clock {
 public:
  Time now() const override { return now_; }
  Time now_{std::chrono::sys_days{std::chrono::year(2026) / 1 / 31}};
};

class KnownDevicesTest : public ::testing::Test {
 protected:
  // Returns the value of the cookie that a sign-in sets.
  std::string sign_in(const KnownDevices& devices, std::string_view username, std::string cookie = "") {
    RequestContext context;
    context.cookies = "parley_device=" + cookie;
    devices.remember(context, username);
    set_cookie_ = context.reply_headers.at(0).second;
    return set_cookie_.substr(set_cookie_.find('=') + 1, set_cookie_.find(';') - set_cookie_.find('=') - 1);
  }

  SigningKey old_{"k1", std::string(32, 'o')};
  SigningKey new_{"k2", std::string(32, 'n')};
  SettableTime clock_;
  KnownDevices devices_{{old_}, clock_, /*secure=*/false};
  std::string set_cookie_;
};

TEST_F(KnownDevicesTest, a_device_is_known_by_the_name_it_signed_in_with_and_by_no_other) {
  const std::string cookie = sign_in(devices_, "Ada");
  EXPECT_TRUE(devices_.recognise(cookie, "Ada"));
  EXPECT_TRUE(devices_.recognise(cookie, "aDA"));
  EXPECT_FALSE(devices_.recognise(cookie, "bob"));
  EXPECT_FALSE(devices_.recognise(cookie, ""));
}

TEST_F(KnownDevicesTest, each_device_has_an_id_and_keeps_it) {
  const std::string first = sign_in(devices_, "ada");
  const std::string second = sign_in(devices_, "ada");
  EXPECT_NE(devices_.recognise(first, "ada"), devices_.recognise(second, "ada"));
  const std::string again = sign_in(devices_, "ada", first);
  EXPECT_EQ(devices_.recognise(again, "ada"), devices_.recognise(first, "ada"));
  const std::string of_another = sign_in(devices_, "bob", first);
  EXPECT_NE(devices_.recognise(of_another, "bob"), devices_.recognise(first, "ada"));
}

TEST_F(KnownDevicesTest, a_cookie_that_was_changed_or_made_up_is_worth_nothing) {
  const std::string cookie = sign_in(devices_, "ada");
  for (std::size_t at = 0; at < cookie.size(); ++at) {
    std::string changed = cookie;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(devices_.recognise(changed, "ada")) << at;
  }
  for (const std::string& made_up : {std::string(), std::string("."), std::string(".."), std::string("a.b.c"),
                                     cookie + "x", cookie.substr(1), std::string(10'000, '.')}) {
    EXPECT_FALSE(devices_.recognise(made_up, "ada")) << made_up.substr(0, 100);
  }
}

TEST_F(KnownDevicesTest, a_device_is_forgotten_after_a_year_without_a_sign_in) {
  const std::string cookie = sign_in(devices_, "ada");
  clock_.now_ += std::chrono::days(364);
  EXPECT_TRUE(devices_.recognise(cookie, "ada"));
  clock_.now_ += std::chrono::days(1);
  EXPECT_FALSE(devices_.recognise(cookie, "ada"));
}

TEST_F(KnownDevicesTest, a_change_of_the_key_forgets_no_device_while_the_old_key_verifies) {
  const std::string cookie = sign_in(devices_, "ada");
  const KnownDevices during({new_, old_}, clock_, false);
  EXPECT_TRUE(during.recognise(cookie, "ada"));
  const KnownDevices after({new_}, clock_, false);
  EXPECT_FALSE(after.recognise(cookie, "ada"));
  EXPECT_TRUE(after.recognise(sign_in(during, "ada", cookie), "ada"));
}

TEST_F(KnownDevicesTest, scripts_and_other_sites_do_not_get_the_cookie) {
  sign_in(devices_, "ada");
  EXPECT_THAT(set_cookie_, StartsWith("parley_device="));
  EXPECT_THAT(set_cookie_, HasSubstr("; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict"));
  EXPECT_EQ(set_cookie_.find("Secure"), std::string::npos);
  sign_in(KnownDevices({old_}, clock_, /*secure=*/true), "ada");
  EXPECT_THAT(set_cookie_, HasSubstr("; Secure"));
}

}  // namespace
}  // namespace parley
