#include <parley/features/sign_in/refresh_token.hpp>

#include <set>
#include <string>

#include <gtest/gtest.h>

#include <parley/base/crypto.hpp>

namespace parley {
namespace {

TEST(RefreshToken, a_token_is_256_random_bits_as_text) {
  EXPECT_EQ(base64url_decode(new_refresh_token()).value_or("").size(), 32U);
  EXPECT_NE(new_refresh_token(), new_refresh_token());
}

TEST(RefreshToken, a_token_has_one_successor_under_one_key) {
  const std::string token = new_refresh_token();
  EXPECT_EQ(successor_of(token, "key"), successor_of(token, "key"));
  EXPECT_NE(successor_of(token, "key"), successor_of(token, "another key"));
  EXPECT_NE(successor_of(token, "key"), successor_of(new_refresh_token(), "key"));
  EXPECT_EQ(successor_of(token, "key"), base64url_encode(hmac_sha256("key", "parley refresh" + token)));
}

TEST(RefreshToken, a_chain_does_not_come_back_to_itself) {
  std::set<std::string> seen;
  std::string token = new_refresh_token();
  for (int link = 0; link < 1000; ++link, token = successor_of(token, "key")) {
    EXPECT_EQ(token.size(), 43U);
    EXPECT_TRUE(seen.insert(token).second);
  }
}

TEST(RefreshToken, what_is_stored_is_its_hash) {
  EXPECT_EQ(refresh_token_hash("abc"), sha256("abc"));
  EXPECT_EQ(refresh_token_hash("abc").size(), 32U);
}

}  // namespace
}  // namespace parley
