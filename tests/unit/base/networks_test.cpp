#include <parley/base/networks.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

Networks networks_of(const std::vector<std::string>& texts) { return Networks::parse(texts).value(); }

TEST(Networks, a_network_contains_its_addresses_and_no_others) {
  const auto networks = networks_of({"10.1.0.0/16", "192.168.7.128/25", "2001:db8::/33", "::1", "203.0.113.9"});
  for (const auto* inside :
       {"10.1.0.0", "10.1.255.255", "192.168.7.128", "2001:db8:7fff::1", "::1", "203.0.113.9", "::ffff:10.1.2.3"}) {
    EXPECT_TRUE(networks.contain(inside)) << inside;
  }
  for (const auto* outside : {"10.2.0.0", "10.0.255.255", "192.168.7.127", "2001:db8:8000::1", "::2", "203.0.113.8",
                              "2001:db9::1", "", "localhost", "10.1"}) {
    EXPECT_FALSE(networks.contain(outside)) << outside;
  }
  EXPECT_TRUE(networks_of({"0.0.0.0/0"}).contain("1.2.3.4"));
  EXPECT_FALSE(networks_of({"0.0.0.0/0"}).contain("::2"));
  EXPECT_FALSE(networks_of({}).contain("127.0.0.1"));
}

TEST(Networks, what_is_no_network_is_an_error) {
  for (const auto* text :
       {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "10.0.0/8"}) {
    const auto parsed = Networks::parse(std::vector<std::string>{text});
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_request);
  }
}

TEST(Networks, this_machine_has_the_loopback_addresses_and_a_name) {
  for (const auto* here : {"127.0.0.1", "127.9.9.9", "::1", "localhost"}) EXPECT_TRUE(is_this_machine(here)) << here;
  for (const auto* elsewhere : {"0.0.0.0", "::", "::2", "10.0.0.1", "localhost.example.org", ""}) {
    EXPECT_FALSE(is_this_machine(elsewhere)) << elsewhere;
  }
}

}  // namespace
}  // namespace parley
