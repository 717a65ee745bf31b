#include <parley/net/client_address.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

TrustedProxies trust(std::vector<std::string> networks) { return TrustedProxies::parse(networks).value(); }

TEST(ClientAddress, the_first_untrusted_address_from_the_right_is_the_client) {
  const auto proxies = trust({"10.0.0.0/8"});
  EXPECT_EQ(proxies.client_address("10.0.0.1", "203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(proxies.client_address("10.0.0.1", "1.1.1.1, 203.0.113.7, 10.0.0.2"), "203.0.113.7");
  EXPECT_EQ(proxies.client_address("10.0.0.1", "2001:DB8::1"), "2001:db8::1");
  EXPECT_EQ(proxies.client_address("10.0.0.1", ""), "10.0.0.1");
  EXPECT_EQ(proxies.client_address("10.0.0.1", "10.0.0.3, 10.0.0.2"), "10.0.0.3");
}

TEST(ClientAddress, hearsay_counts_for_nothing) {
  const auto proxies = trust({"10.0.0.0/8"});
  EXPECT_EQ(proxies.client_address("203.0.113.7", "1.1.1.1"), "203.0.113.7");
  EXPECT_EQ(proxies.client_address("10.0.0.1", "1.1.1.1, nonsense, 10.0.0.2"), "10.0.0.2");
  EXPECT_EQ(proxies.client_address("10.0.0.1", "1.1.1.1, unknown"), "10.0.0.1");
}

TEST(ClientAddress, a_proxy_may_name_the_port_of_its_client) {
  const auto proxies = trust({"10.0.0.0/8"});
  for (const auto* entry : {"1.2.3.4", "1.2.3.4:5678", "1.2.3.4:0"}) {
    EXPECT_EQ(proxies.client_address("10.0.0.1", entry), "1.2.3.4") << entry;
  }
  for (const auto* entry : {"2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:5678"}) {
    EXPECT_EQ(proxies.client_address("10.0.0.1", entry), "2001:db8::1") << entry;
  }
  EXPECT_EQ(proxies.client_address("10.0.0.1", "1.2.3.4:5678, 10.0.0.2:80"), "1.2.3.4");
}

TEST(ClientAddress, an_entry_that_is_almost_an_address_and_a_port_is_none) {
  const auto proxies = trust({"10.0.0.0/8"});
  for (const auto* entry : {"1.2.3.4:", "1.2.3.4:x", "1.2.3.4:65536", "1.2.3.4:000080", "1.2.3.4:-1", ":80", "[]", "[",
                            "[]:80", "[1.2.3.4]", "[1.2.3.4]:80", "[::1", "[::1]80", "[::1]:", "[::1]:x", "unknown"}) {
    EXPECT_EQ(proxies.client_address("10.0.0.1", entry), "10.0.0.1") << entry;
  }
}

TEST(ClientAddress, an_address_has_one_spelling) {
  EXPECT_EQ(trust({}).client_address("::ffff:203.0.113.7", ""), "203.0.113.7");
  EXPECT_EQ(trust({"10.0.0.0/8"}).client_address("::ffff:10.0.0.1", "::ffff:203.0.113.7"), "203.0.113.7");
}

}  // namespace
}  // namespace parley
