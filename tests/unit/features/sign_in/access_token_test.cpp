#include <parley/features/sign_in/access_token.hpp>

#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <parley/base/crypto.hpp>

namespace parley {
namespace {

const Time kNow = Time(seconds(1'800'000'000)) + milliseconds(250);

AccessTokens access_tokens() { return {{{"k1", std::string(32, 's')}}, "parley", "parley", seconds(900)}; }

TEST(AccessTokens, a_token_says_who_where_and_until_when) {
  const AccessTokens tokens = access_tokens();
  const UserId user = UserId::generate();
  const SessionId session = SessionId::generate();
  const auto claims = tokens.verify(tokens.issue(user, session, kNow), kNow);
  ASSERT_TRUE(claims);
  EXPECT_EQ(*claims, (AccessClaims{user, session, Time(seconds(1'800'000'900))}));
  EXPECT_EQ(tokens.lifetime(), seconds(900));
}

TEST(AccessTokens, a_token_of_type_at_jwt_is_made) {
  const std::string token = access_tokens().issue(UserId::generate(), SessionId::generate(), kNow);
  EXPECT_EQ(base64url_decode(token.substr(0, token.find('.'))), R"({"alg":"HS256","kid":"k1","typ":"at+jwt"})");
}

TEST(AccessTokens, no_two_tokens_are_the_same) {
  const UserId user = UserId::generate();
  const SessionId session = SessionId::generate();
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(seen.insert(access_tokens().issue(user, session, kNow)).second);
}

TEST(AccessTokens, an_expired_token_has_another_error_than_a_bad_one) {
  const AccessTokens tokens = access_tokens();
  const std::string token = tokens.issue(UserId::generate(), SessionId::generate(), kNow);
  const Time expiry(seconds(1'800'000'900));
  EXPECT_TRUE(tokens.verify(token, expiry - milliseconds(1)));
  EXPECT_EQ(tokens.verify(token, expiry).error().code, ErrorCode::token_expired);
  EXPECT_EQ(tokens.verify(token + "x", expiry).error().code, ErrorCode::unauthenticated);
}

TEST(AccessTokens, every_fault_of_a_token_has_the_same_error_text) {
  const AccessTokens tokens = access_tokens();
  const AccessTokens other({{"k1", std::string(32, 't')}}, "parley", "parley", seconds(900));
  const JwtCodec nameless({{{"k1", std::string(32, 's')}}, "at+jwt", "parley", "parley"});
  const auto at = std::chrono::floor<seconds>(kNow);
  const std::string id = UserId::generate().text();
  const auto expected = tokens.verify("", kNow);
  ASSERT_FALSE(expected);
  EXPECT_EQ(expected.error().code, ErrorCode::unauthenticated);
  for (const std::string& token : {std::string("garbage"), other.issue(UserId::generate(), SessionId::generate(), kNow),
                                   tokens.issue(UserId::generate(), SessionId::generate(), kNow + seconds(32)),
                                   nameless.sign({"ada", id, id, at, at, at + seconds(900)}),
                                   nameless.sign({id, "a session", id, at, at, at + seconds(900)})}) {
    EXPECT_EQ(tokens.verify(token, kNow), expected) << token;
  }
}

}  // namespace
}  // namespace parley
