#include <parley/features/sign_in/development_access.hpp>

#include <gtest/gtest.h>

namespace parley {
namespace {

bool admits(const std::vector<std::string>& networks, std::string_view address) {
  return DevelopmentAccess(Networks::parse(networks).value()).admit(address).has_value();
}

TEST(DevelopmentAccess, only_this_machine_signs_in_without_a_password) {
  EXPECT_TRUE(admits({}, "127.0.0.1"));
  EXPECT_TRUE(admits({}, "::1"));
  for (const auto* elsewhere : {"192.0.2.1", "10.0.0.1", "2001:db8::1", ""}) EXPECT_FALSE(admits({}, elsewhere));
}

TEST(DevelopmentAccess, configured_networks_may_too) {
  EXPECT_TRUE(admits({"172.16.0.0/12"}, "172.18.0.1"));
  EXPECT_TRUE(admits({"172.16.0.0/12"}, "127.0.0.1"));
  EXPECT_FALSE(admits({"172.16.0.0/12"}, "172.32.0.1"));
}

}  // namespace
}  // namespace parley
