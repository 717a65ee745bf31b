#include <parley/base/jwt.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <parley/base/crypto.hpp>

namespace parley {
namespace {

using std::chrono::sys_seconds;

const sys_seconds kNow = sys_seconds(seconds(1'800'000'000));

JwtSettings settings() { return {{{"k1", std::string(32, 's')}}, "at+jwt", "parley", "parley-api"}; }

JwtClaims claims() { return {"somebody", "a session", "an id", kNow, kNow, kNow + seconds(900)}; }

TEST(Jwt, claims_come_back_from_their_token) {
  const JwtCodec codec(settings());
  EXPECT_EQ(codec.verify(codec.sign(claims()), kNow), claims());
}

// Tokens outlive the process that signed them, so the test spells the form out and fails when it changes.
TEST(Jwt, a_token_is_a_json_web_token_to_everyone_else) {
  const std::string token = JwtCodec(settings()).sign(claims());
  const std::string header = token.substr(0, token.find('.'));
  const std::string payload = token.substr(header.size() + 1, token.rfind('.') - header.size() - 1);
  EXPECT_EQ(base64url_decode(header), R"({"alg":"HS256","kid":"k1","typ":"at+jwt"})");
  EXPECT_EQ(base64url_decode(payload),
            R"({"aud":"parley-api","exp":1800000900,"iat":1800000000,"iss":"parley","jti":"an id","nbf":1800000000,)"
            R"("sid":"a session","sub":"somebody"})");
  EXPECT_EQ(token.substr(token.rfind('.') + 1),
            base64url_encode(hmac_sha256(std::string(32, 's'), header + "." + payload)));
}

TEST(Jwt, a_token_lives_up_to_its_expiry_and_not_at_it) {
  const JwtCodec codec(settings());
  const std::string token = codec.sign(claims());
  EXPECT_TRUE(codec.verify(token, kNow + seconds(900) - milliseconds(1)));
  EXPECT_EQ(codec.verify(token, kNow + seconds(900)), std::unexpected(JwtFault::expired));
  EXPECT_EQ(codec.verify(token, kNow + std::chrono::years(100)), std::unexpected(JwtFault::expired));
}

TEST(Jwt, another_nodes_clock_may_be_ahead_by_the_leeway_and_no_more) {
  const JwtCodec codec(settings());
  JwtClaims later = claims();
  later.issued_at = kNow + kJwtLeeway;
  later.not_before = kNow + kJwtLeeway;
  const std::string token = codec.sign(later);
  EXPECT_TRUE(codec.verify(token, kNow));
  EXPECT_EQ(codec.verify(token, Time(kNow) - milliseconds(1)), std::unexpected(JwtFault::invalid));
}

TEST(Jwt, each_of_issued_at_and_not_before_is_held_against_the_clock) {
  const JwtCodec codec(settings());
  JwtClaims issued_later = claims();
  issued_later.issued_at += seconds(31);
  EXPECT_EQ(codec.verify(codec.sign(issued_later), kNow), std::unexpected(JwtFault::invalid));
  JwtClaims usable_later = claims();
  usable_later.not_before += seconds(31);
  EXPECT_EQ(codec.verify(codec.sign(usable_later), kNow), std::unexpected(JwtFault::invalid));
}

TEST(Jwt, keys_are_rotated_without_signing_anybody_out) {
  JwtSettings before = settings();
  JwtSettings during = settings();
  during.keys.insert(during.keys.begin(), {"k2", std::string(32, 't')});
  JwtSettings after = during;
  after.keys.pop_back();
  const std::string old_token = JwtCodec(before).sign(claims());
  const std::string new_token = JwtCodec(during).sign(claims());
  EXPECT_TRUE(JwtCodec(during).verify(old_token, kNow));
  EXPECT_TRUE(JwtCodec(during).verify(new_token, kNow));
  EXPECT_TRUE(JwtCodec(after).verify(new_token, kNow));
  EXPECT_FALSE(JwtCodec(before).verify(new_token, kNow));
  EXPECT_FALSE(JwtCodec(after).verify(old_token, kNow));
}

TEST(Jwt, a_key_verifies_under_its_own_id_only) {
  JwtSettings swapped = settings();
  swapped.keys = {{"k1", std::string(32, 't')}, {"k2", std::string(32, 's')}};
  EXPECT_FALSE(JwtCodec(swapped).verify(JwtCodec(settings()).sign(claims()), kNow));
}

TEST(Jwt, a_token_for_another_purpose_issuer_or_audience_is_refused) {
  const JwtCodec codec(settings());
  JwtSettings other = settings();
  other.type = "jwt";
  EXPECT_FALSE(codec.verify(JwtCodec(other).sign(claims()), kNow));
  other = settings();
  other.issuer = "parley2";
  EXPECT_FALSE(codec.verify(JwtCodec(other).sign(claims()), kNow));
  other = settings();
  other.audience = "parley";
  EXPECT_FALSE(codec.verify(JwtCodec(other).sign(claims()), kNow));
}

TEST(Jwt, quotes_and_backslashes_in_the_settings_are_kept) {
  JwtSettings odd = settings();
  odd.keys[0].id = R"(a"b\c)";
  odd.issuer = R"("}{\)";
  EXPECT_TRUE(check_jwt_settings(odd));
  EXPECT_TRUE(JwtCodec(odd).verify(JwtCodec(odd).sign(claims()), kNow));
}

TEST(Jwt, a_changed_character_anywhere_is_noticed) {
  const JwtCodec codec(settings());
  const std::string token = codec.sign(claims());
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (const char other : {'A', 'B', '_', '.', '=', '\0'}) {
      std::string changed = token;
      changed[at] = other;
      if (changed != token) EXPECT_EQ(codec.verify(changed, kNow), std::unexpected(JwtFault::invalid)) << at;
    }
  }
}

TEST(Jwt, no_bytes_at_all_make_it_throw_or_accept) {
  const JwtCodec codec(settings());
  EXPECT_TRUE(rc::check([&](const std::string& header, const std::string& payload, const std::string& signature) {
    RC_ASSERT(!codec.verify(header, kNow));
    RC_ASSERT(!codec.verify(header + "." + payload + "." + signature, kNow));
  }));
}

// Only the owner of a key could send these payloads, and still they must not crash the server.
TEST(Jwt, a_signed_payload_of_any_bytes_is_refused) {
  const JwtCodec codec(settings());
  const std::string token = codec.sign(claims());
  const std::string header = token.substr(0, token.find('.'));
  EXPECT_TRUE(rc::check([&](const std::string& payload) {
    const std::string text = header + "." + base64url_encode(payload);
    RC_ASSERT(!codec.verify(text + "." + base64url_encode(hmac_sha256(std::string(32, 's'), text)), kNow));
  }));
}

std::vector<std::string> fields_of(const Result<void>& result) {
  std::vector<std::string> fields;
  if (result) return fields;
  for (const FieldError& error : result.error().fields)
    fields.push_back(error.field + " " + std::string(fault_name(error.code)));
  return fields;
}

TEST(JwtSettings, good_ones_pass) {
  EXPECT_TRUE(check_jwt_settings(settings()));
  JwtSettings two = settings();
  two.keys.push_back({"k2", std::string(64, '\0')});
  EXPECT_TRUE(check_jwt_settings(two));
}

TEST(JwtSettings, each_fault_is_named) {
  using testing::ElementsAre;
  EXPECT_THAT(fields_of(check_jwt_settings({})),
              ElementsAre("type invalid", "issuer invalid", "audience invalid", "keys required"));
  JwtSettings wrong = settings();
  wrong.keys = {{"same", std::string(31, 's')},
                {"same", std::string(32, 's')},
                {"no space", std::string(32, 's')},
                {"", std::string(32, 's')}};
  EXPECT_THAT(fields_of(check_jwt_settings(wrong)),
              ElementsAre("keys[0].id invalid", "keys[0].secret too_short", "keys[1].id invalid", "keys[2].id invalid",
                          "keys[3].id invalid"));
  wrong = settings();
  wrong.issuer = std::string(101, 'i');
  wrong.audience = "caf\xc3\xa9";
  EXPECT_THAT(fields_of(check_jwt_settings(wrong)), ElementsAre("issuer invalid", "audience invalid"));
}

TEST(JwtSettings, the_longest_names_still_make_a_token_within_the_bound) {
  const std::string longest(100, '"');
  const JwtCodec codec({{{longest, std::string(32, 's')}}, longest, longest, longest});
  JwtClaims ids = claims();
  ids.subject = ids.session = ids.id = std::string(36, 'a');
  const std::string token = codec.sign(ids);
  EXPECT_LE(token.size(), kJwtBytes);
  EXPECT_EQ(codec.verify(token, kNow), ids);
}

}  // namespace
}  // namespace parley
