#include <gtest/gtest.h>

#include "bus/redis/address.hpp"

namespace parley::redis {
namespace {

TEST(RedisAddress, a_host_alone_means_the_usual_port_and_database_0) {
  const auto address = parse_address("redis://cache.example").value();
  EXPECT_EQ(address.host, "cache.example");
  EXPECT_EQ(address.port, 6379);
  EXPECT_EQ(address.database, 0);
  EXPECT_EQ(address.user, "");
  EXPECT_EQ(address.password, "");
}

TEST(RedisAddress, every_part_can_be_given) {
  const auto address = parse_address("redis://chat:s%40cret%2F@127.0.0.1:7000/3").value();
  EXPECT_EQ(address.host, "127.0.0.1");
  EXPECT_EQ(address.port, 7000);
  EXPECT_EQ(address.database, 3);
  EXPECT_EQ(address.user, "chat");
  EXPECT_EQ(address.password, "s@cret/");
}

TEST(RedisAddress, a_password_needs_no_user) {
  const auto address = parse_address("redis://:secret@host/").value();
  EXPECT_EQ(address.user, "");
  EXPECT_EQ(address.password, "secret");
}

TEST(RedisAddress, an_ipv6_address_loses_its_brackets_and_gets_them_back_in_the_label) {
  const auto address = parse_address("redis://[::1]:7000").value();
  EXPECT_EQ(address.host, "::1");
  EXPECT_EQ(address.label(), "[::1]:7000/0");
}

TEST(RedisAddress, the_label_shows_no_password) {
  EXPECT_EQ(parse_address("redis://chat:secret@host:7000/3").value().label(), "host:7000/3");
}

TEST(RedisAddress, what_cannot_be_used_is_refused_without_repeating_it) {
  for (const auto* url :
       {"", "host:6379", "rediss://:secret@host", "http://host", "redis://", "redis://:secret@", "redis://host:0",
        "redis://host:70000", "redis://host/first", "redis://host/-1", "redis://host/1/2", "redis://host/99999",
        "redis://host?x=1", "redis://host#x", "redis://ho st", "redis://:secret@host:x"}) {
    const auto address = parse_address(url);
    ASSERT_FALSE(address) << url;
    EXPECT_EQ(address.error().code, ErrorCode::invalid_request);
    EXPECT_EQ(address.error().detail.find("secret"), std::string::npos) << url;
  }
}

TEST(RedisAddress, tls_is_refused_by_name) {
  EXPECT_NE(parse_address("rediss://host").error().detail.find("TLS"), std::string::npos);
}

}  // namespace
}  // namespace parley::redis
