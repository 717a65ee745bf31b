#include <gtest/gtest.h>

#include <parley/base/address_buckets.hpp>

namespace parley {
namespace {

TEST(AddressKey, an_ipv4_address_counts_as_a_whole_in_both_of_its_forms) {
  EXPECT_EQ(AddressKey::of("203.0.113.7").text(), "203.0.113.7");
  EXPECT_EQ(AddressKey::of("203.0.113.7"), AddressKey::of("::ffff:203.0.113.7"));
  EXPECT_NE(AddressKey::of("203.0.113.7"), AddressKey::of("203.0.113.8"));
  EXPECT_FALSE(AddressKey::of("203.0.113.7").wider());
}

TEST(AddressKey, an_ipv6_address_counts_by_its_64_and_by_its_48) {
  const AddressKey key = AddressKey::of("2001:db8:1:2:3:4:5:6");
  EXPECT_EQ(key.text(), "2001:db8:1:2::/64");
  EXPECT_EQ(key, AddressKey::of("2001:db8:1:2::19"));
  EXPECT_NE(key, AddressKey::of("2001:db8:1:3::19"));
  EXPECT_EQ(key.wider().value().text(), "2001:db8:1::/48");
  EXPECT_EQ(key.wider(), AddressKey::of("2001:db8:1:ffff::").wider());
  EXPECT_NE(key.wider(), AddressKey::of("2001:db8:2::").wider());
  EXPECT_FALSE(key.wider()->wider());
}

TEST(AddressKey, networks_of_different_kinds_never_share_a_key) {
  EXPECT_NE(AddressKey::of("2001:db8:1::").wider(), AddressKey::of("2001:db8:1::"));
  EXPECT_NE(AddressKey::of("0.0.0.0"), AddressKey::of("::1"));
  EXPECT_NE(AddressKey::of("0.0.0.0"), AddressKey());
}

TEST(AddressKey, the_machine_itself_is_known) {
  for (const auto* text : {"127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(AddressKey::of(text).is_loopback()) << text;
  }
  for (const auto* text : {"128.0.0.1", "2001:db8::1", "fe80::1", "nowhere"}) {
    EXPECT_FALSE(AddressKey::of(text).is_loopback()) << text;
  }
}

TEST(AddressKey, what_is_no_address_is_unknown) {
  for (const auto* text : {"", "localhost", "1.2.3", "1.2.3.4:80", "[::1]"}) {
    EXPECT_EQ(AddressKey::of(text), AddressKey()) << text;
  }
  EXPECT_EQ(AddressKey().text(), "unknown");
}

class AddressBucketsTest : public ::testing::Test {
 protected:
  bool takes(std::string_view address) { return !buckets_.take(AddressKey::of(address), now_); }

  AddressBuckets buckets_{{.per_second = 0.001, .burst = 2}, 1000};
  Instant now_{};
};

TEST_F(AddressBucketsTest, the_addresses_of_one_64_share_a_bucket) {
  EXPECT_TRUE(takes("2001:db8:1:2::0"));
  EXPECT_TRUE(takes("2001:db8:1:2::1"));
  EXPECT_FALSE(takes("2001:db8:1:2::2"));
  EXPECT_EQ(buckets_.remaining(AddressKey::of("2001:db8:1:2::3"), now_), 0);
  EXPECT_TRUE(takes("2001:db8:1:3::0"));
}

TEST_F(AddressBucketsTest, the_64s_of_one_48_share_a_wider_bucket) {
  int taken = 0;
  for (int i = 0; i < 100; ++i) taken += takes("2001:db8:1:" + std::to_string(i) + "::1") ? 1 : 0;
  EXPECT_EQ(taken, static_cast<int>(2 * kWiderShare));
  EXPECT_EQ(buckets_.remaining(AddressKey::of("2001:db8:1:ffff::"), now_), 0);
  EXPECT_TRUE(takes("2001:db8:2:1::1"));
}

TEST_F(AddressBucketsTest, ipv4_addresses_have_buckets_of_their_own) {
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(takes("203.0.113." + std::to_string(i)));
}

}  // namespace
}  // namespace parley
