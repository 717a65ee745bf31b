// Tokens that must not be taken for an access token, each named for what is wrong with it. Most are signed with the
// right key over what they say, so that the fault named, and not the signature, is what refuses them.
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <parley/base/crypto.hpp>
#include <parley/features/sign_in/access_token.hpp>
#include <parley/features/sign_in/refresh_token.hpp>

#include "unit/features/sign_in/token_forge.hpp"

namespace parley {
namespace {

using namespace token_forge;

// Signed with another digest than SHA-256, whatever its header says.
std::string with_digest(const std::string& algorithm, const EVP_MD* digest) {
  const std::string header = R"({"alg":")" + algorithm + R"(","kid":"current","typ":"at+jwt"})";
  const std::string segments = base64url_encode(header) + "." + base64url_encode(kPayload.text());
  unsigned char code[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(digest, kCurrentSecret.data(), static_cast<int>(kCurrentSecret.size()),
       reinterpret_cast<const unsigned char*>(segments.data()), segments.size(), code, &size);
  return segments + "." + base64url_encode({reinterpret_cast<const char*>(code), size});
}

std::string with_algorithm(const std::string& raw) {
  return with_header(R"({"alg":)" + raw + R"(,"kid":"current","typ":"at+jwt"})");
}
std::string with_kid(const std::string& raw) {
  return with_header(R"({"alg":"HS256","kid":)" + raw + R"(,"typ":"at+jwt"})");
}
std::string with_type(const std::string& raw) {
  return with_header(R"({"alg":"HS256","kid":"current","typ":)" + raw + "}");
}
// A member more, sorted to where ours would put it or not: it is its presence that counts.
std::string with_header_member(const std::string& member) {
  return with_header(R"({"alg":"HS256",)" + member + R"(,"kid":"current","typ":"at+jwt"})");
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

struct Refused {
  std::string name;
  std::string token;
  ErrorCode code = ErrorCode::unauthenticated;
};

std::ostream& operator<<(std::ostream& out, const Refused& row) { return out << row.name; }

std::vector<Refused> algorithms() {
  const std::string none = base64url_encode(R"({"alg":"none","kid":"current","typ":"at+jwt"})");
  const std::string payload = base64url_encode(kPayload.text());
  return {
      {"alg_none_without_signature", none + "." + payload + "."},
      {"alg_none_without_third_segment", none + "." + payload},
      {"alg_none_with_our_signature", with_algorithm(R"("none")")},
      {"alg_None", with_algorithm(R"("None")")},
      {"alg_NONE", with_algorithm(R"("NONE")")},
      {"alg_nOnE", with_algorithm(R"("nOnE")")},
      {"alg_empty", with_algorithm(R"("")")},
      {"alg_null", with_algorithm("null")},
      {"alg_true", with_algorithm("true")},
      {"alg_number", with_algorithm("256")},
      {"alg_array", with_algorithm(R"(["HS256"])")},
      {"alg_object", with_algorithm(R"({"HS256":1})")},
      {"alg_missing", with_header(R"({"kid":"current","typ":"at+jwt"})")},
      {"alg_lower_case", with_algorithm(R"("hs256")")},
      {"alg_with_blank", with_algorithm(R"("HS256 ")")},
      {"alg_HS384_signed_so", with_digest("HS384", EVP_sha384())},
      {"alg_HS512_signed_so", with_digest("HS512", EVP_sha512())},
      {"alg_HS256_signed_with_sha512", with_digest("HS256", EVP_sha512())},
      {"alg_HS1", with_digest("HS1", EVP_sha1())},
      {"alg_RS256_signed_with_hmac", with_algorithm(R"("RS256")")},
      {"alg_PS256_signed_with_hmac", with_algorithm(R"("PS256")")},
      {"alg_ES256_signed_with_hmac", with_algorithm(R"("ES256")")},
      {"alg_ES256_psychic_signature", base64url_encode(R"({"alg":"ES256","kid":"current","typ":"at+jwt"})") + "." +
                                          payload + "." + base64url_encode(std::string(64, '\0'))},
      {"alg_EdDSA_signed_with_hmac", with_algorithm(R"("EdDSA")")},
      {"alg_dir", with_algorithm(R"("dir")")},
      {"alg_twice_ours_first", with_header(R"({"alg":"HS256","alg":"none","kid":"current","typ":"at+jwt"})")},
      {"alg_twice_ours_last", with_header(R"({"alg":"none","alg":"HS256","kid":"current","typ":"at+jwt"})")},
      {"alg_twice_the_same", with_header(R"({"alg":"HS256","alg":"HS256","kid":"current","typ":"at+jwt"})")},
      {"alg_twice_once_escaped", with_header(R"({"alg":"HS256","\u0061lg":"none","kid":"current","typ":"at+jwt"})")},
      {"alg_in_another_case_of_name", with_header(R"({"ALG":"HS256","kid":"current","typ":"at+jwt"})")},
  };
}

std::vector<Refused> keys() {
  const std::string by_previous = R"({"alg":"HS256","kid":"previous","typ":"at+jwt"})";
  const std::string by_empty = R"({"alg":"HS256","kid":"../../../../dev/null","typ":"at+jwt"})";
  return {
      {"kid_missing", with_header(R"({"alg":"HS256","typ":"at+jwt"})")},
      {"kid_unknown", with_kid(R"("retired")")},
      {"kid_empty", with_kid(R"("")")},
      {"kid_null", with_kid("null")},
      {"kid_number", with_kid("0")},
      {"kid_array", with_kid(R"(["current"])")},
      {"kid_in_another_case", with_kid(R"("Current")")},
      {"kid_with_NUL", with_kid(R"("current\u0000")")},
      {"kid_path_to_an_empty_file", forge(by_empty, kPayload.text(), "")},
      {"kid_path", with_kid(R"("/proc/self/environ")")},
      {"kid_sql", with_kid(R"("x' UNION SELECT 'cccc")")},
      {"kid_command", with_kid(R"("current|id")")},
      {"kid_url", with_kid(R"("https://attacker.example/key")")},
      {"kid_twice", with_header(R"({"alg":"HS256","kid":"current","kid":"previous","typ":"at+jwt"})")},
      {"kid_of_the_other_key", forge(by_previous, kPayload.text(), kCurrentSecret)},
      {"kid_ours_signed_by_the_other_key", forge(kHeader, kPayload.text(), kPreviousSecret)},
      {"signed_with_an_empty_key", forge(kHeader, kPayload.text(), "")},
      {"signed_with_the_key_id", forge(kHeader, kPayload.text(), "current")},
      {"signed_with_the_key_as_base64url", forge(kHeader, kPayload.text(), base64url_encode(kCurrentSecret))},
      {"signed_with_a_guessable_key", forge(kHeader, kPayload.text(), "secret")},
  };
}

std::vector<Refused> header_members() {
  return {
      {"header_jku", with_header_member(R"("jku":"https://attacker.example/jwks.json")")},
      {"header_jwk", with_header_member(R"("jwk":{"kty":"oct","k":"Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2M"})")},
      {"header_x5u", with_header_member(R"("x5u":"https://attacker.example/cert.pem")")},
      {"header_x5c", with_header_member(R"("x5c":["MIIB"])")},
      {"header_x5t", with_header_member(R"("x5t":"dGh1bWI")")},
      {"header_crit_unknown", with_header_member(R"("crit":["urn:example:must"],"urn:example:must":true)")},
      {"header_crit_empty", with_header_member(R"("crit":[])")},
      {"header_crit_of_known", with_header_member(R"("crit":["exp"])")},
      {"header_crit_null", with_header_member(R"("crit":null)")},
      {"header_b64_false", with_header_member(R"("b64":false,"crit":["b64"])")},
      {"header_zip", with_header_member(R"("zip":"DEF")")},
      {"header_enc", with_header_member(R"("enc":"A256GCM")")},
      {"header_cty_nested", with_header_member(R"("cty":"JWT")")},
      {"header_unknown_member", with_header_member(R"("foo":"bar")")},
      {"header_claims_in_it", with_header_member(R"("exp":9999999999)")},
      {"typ_missing", with_header(R"({"alg":"HS256","kid":"current"})")},
      {"typ_JWT", with_type(R"("JWT")")},
      {"typ_in_capitals", with_type(R"("AT+JWT")")},
      {"typ_of_an_id_token", with_type(R"("id+jwt")")},
      {"typ_of_a_refresh_token", with_type(R"("rt+jwt")")},
      {"typ_of_a_logout_token", with_type(R"("logout+jwt")")},
      {"typ_null", with_type("null")},
      {"typ_array", with_type(R"(["at+jwt"])")},
      {"typ_twice", with_header(R"({"alg":"HS256","kid":"current","typ":"at+jwt","typ":"JWT"})")},
      {"header_empty_object", with_header("{}")},
      {"header_null", with_header("null")},
      {"header_array", with_header("[" + kHeader + "]")},
      {"header_not_json", with_header("HS256")},
      {"header_cut_off", with_header(kHeader.substr(0, kHeader.size() - 1))},
      {"header_with_more_behind", with_header(kHeader + "{}")},
      {"header_in_another_order", with_header(R"({"typ":"at+jwt","alg":"HS256","kid":"current"})")},
      {"header_with_blanks", with_header(R"({"alg": "HS256", "kid": "current", "typ": "at+jwt"})")},
      {"header_with_byte_order_mark", with_header("\xef\xbb\xbf" + kHeader)},
  };
}

// The payload with blanks behind it, so that its size divided by three leaves so much.
std::string payload_of_size(std::size_t remainder) {
  std::string text = kPayload.text();
  while (text.size() % 3 != remainder) text += ' ';
  return base64url_encode(text);
}

// The last digit's unused bits are zero in a canonical text; here the lowest is one.
std::string with_spare_bits(std::string text) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  text.back() = alphabet[alphabet.find(text.back()) + 1];
  return text;
}

std::vector<Refused> forms() {
  const std::string header = base64url_encode(kHeader);
  const std::string good = good_token();
  const std::string payload = base64url_encode(kPayload.text());
  const std::string signature = good.substr(good.rfind('.') + 1);
  const std::string other_payload = base64url_encode(kPayload.with("sub", "\"admin\"").text());
  return {
      {"empty", ""},
      {"one_dot", "."},
      {"two_dots", ".."},
      {"a_word", "token"},
      {"one_segment", header},
      {"two_segments", unsigned_part()},
      {"no_signature", unsigned_part() + "."},
      {"four_segments", good + "." + signature},
      {"four_segments_last_empty", good + "."},
      {"five_segments_as_in_encryption", base64url_encode(R"({"alg":"dir","enc":"A256GCM"})") + "..aXY.Y2lwaGVy.dGFn"},
      {"no_header", sign_segments("." + payload)},
      {"no_payload", sign_segments(header + ".")},
      {"only_a_signature", sign_segments(".")},
      {"blank_before", " " + good},
      {"blank_behind", good + " "},
      {"newline_behind", good + "\n"},
      {"NUL_behind", good + std::string(1, '\0')},
      {"with_its_scheme", "Bearer " + good},
      {"in_quotes", "\"" + good + "\""},
      {"as_flattened_json",
       R"({"protected":")" + header + R"(","payload":")" + payload + R"(","signature":")" + signature + "\"}"},
      {"padding_on_the_signature", good + "="},
      {"padding_on_the_payload", sign_segments(unsigned_part() + "==")},
      {"padding_on_the_header", sign_segments(header + "=." + payload)},
      {"percent_encoded_dots", replaced(good, ".", "%2E")},
      {"newline_in_the_payload", sign_segments(header + "." + payload.substr(0, 40) + "\n" + payload.substr(40))},
      {"standard_alphabet_in_the_payload", sign_segments(header + "." + payload + "+/+/")},
      {"payload_of_an_impossible_length", sign_segments(header + "." + payload_of_size(0) + "A")},
      {"payload_with_four_spare_bits_set", sign_segments(header + "." + with_spare_bits(payload_of_size(1)))},
      {"payload_with_two_spare_bits_set", sign_segments(header + "." + with_spare_bits(payload_of_size(2)))},
      {"signature_with_spare_bits_set", with_spare_bits(good)},
      {"signature_cut_by_one", good.substr(0, good.size() - 1)},
      {"signature_cut_by_half", good.substr(0, good.size() - 22)},
      {"signature_longer", good + "AAAA"},
      {"signature_of_zeros", unsigned_part() + "." + base64url_encode(std::string(32, '\0'))},
      {"signature_of_another_payload", header + "." + other_payload + "." + signature},
      {"signature_of_the_payload_alone",
       unsigned_part() + "." + base64url_encode(hmac_sha256(kCurrentSecret, payload))},
      {"signature_hashed_only", unsigned_part() + "." + base64url_encode(sha256(unsigned_part()))},
      {"signature_is_a_word", good.substr(0, good.rfind('.') + 1) + base64url_encode("signature")},
      {"longer_than_the_bound", with_payload(kPayload.plus("pad", "\"" + std::string(1500, 'x') + "\""))},
      {"a_megabyte", std::string(1'000'000, 'A')},
      {"a_megabyte_of_dots", std::string(1'000'000, '.')},
  };
}

std::vector<Refused> payload_texts() {
  const std::string good = kPayload.text();
  return {
      {"payload_empty_object", with_payload_text("{}")},
      {"payload_null", with_payload_text("null")},
      {"payload_number", with_payload_text("1")},
      {"payload_string", with_payload_text(R"("sub")")},
      {"payload_array", with_payload_text("[" + good + "]")},
      {"payload_not_json", with_payload_text("sub=ada")},
      {"payload_cut_off", with_payload_text(good.substr(0, good.size() - 1))},
      {"payload_with_more_behind", with_payload_text(good + "x")},
      {"payload_twice", with_payload_text(good + good)},
      {"payload_with_NUL_behind", with_payload_text(good + std::string("\0x", 2))},
      {"payload_with_blank_before", with_payload_text(" " + good)},
      {"payload_with_byte_order_mark", with_payload_text("\xef\xbb\xbf" + good)},
      {"payload_with_comment", with_payload_text(replaced(good, ",", ",/**/"))},
      {"payload_with_trailing_comma", with_payload_text(good.substr(0, good.size() - 1) + ",}")},
      {"payload_in_single_quotes", with_payload(kPayload.with("sub", "'01890a5d-ac96-774b-bcce-b302099a8057'"))},
      {"payload_not_utf8", with_payload(kPayload.plus("x", "\"\xff\""))},
      {"payload_with_lone_surrogate", with_payload(kPayload.plus("x", R"("\ud800")"))},
      {"payload_in_utf16", with_payload_text(std::string("{\0\"\0i\0s\0s\0", 10))},
      {"payload_in_another_object", with_payload_text(R"({"claims":)" + good + "}")},
      {"payload_nested_without_end", with_payload_text(std::string(600, '['))},
      {"payload_nested_in_a_member", with_payload(kPayload.plus("x", std::string(300, '[')))},
      {"payload_of_an_opaque_refresh_token", with_payload_text(std::string(43, 'r'))},
  };
}

std::vector<Refused> doubled_members() {
  std::vector<Refused> rows;
  for (const char* name : {"iss", "aud", "sub", "sid", "jti"}) {
    rows.push_back({std::string(name) + "_twice", with_payload(kPayload.plus(name, "\"x\""))});
  }
  for (const char* name : {"iat", "nbf", "exp"}) {
    rows.push_back({std::string(name) + "_twice", with_payload(kPayload.plus(name, "1800000000"))});
  }
  rows.push_back(
      {"sub_twice_the_same", with_payload(kPayload.plus("sub", "\"01890a5d-ac96-774b-bcce-b302099a8057\""))});
  rows.push_back({"exp_twice_once_escaped", with_payload(kPayload.plus(R"(\u0065xp)", "9999999999"))});
  rows.push_back({"an_unknown_member_twice", with_payload(kPayload.plus("x", "1").plus("x", "2"))});
  return rows;
}

// Each member missing, and of every type that it must not be.
std::vector<Refused> mistyped_members() {
  const std::vector<std::pair<std::string, std::string>> others = {
      {"null", "null"}, {"true", "true"}, {"array", "[]"}, {"object", "{}"}, {"float", "1.8e9"}, {"negative", "-1"}};
  std::vector<Refused> rows;
  for (const char* name : {"iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"}) {
    const std::string member = name;
    const bool is_time = member == "iat" || member == "nbf" || member == "exp";
    rows.push_back({member + "_missing", with_payload(kPayload.without(member))});
    rows.push_back({member + (is_time ? "_string" : "_number"),
                    with_payload(kPayload.with(member, is_time ? "\"1800000000\"" : "1800000000"))});
    for (const auto& [type, raw] : others)
      rows.push_back({std::string(member).append("_").append(type), with_payload(kPayload.with(member, raw))});
  }
  return rows;
}

std::vector<Refused> claims() {
  const std::string good_id = "01890a5d-ac96-774b-bcce-b302099a8057";
  return {
      {"iss_another", with_payload(kPayload.with("iss", R"("attacker")"))},
      {"iss_empty", with_payload(kPayload.with("iss", R"("")"))},
      {"iss_longer", with_payload(kPayload.with("iss", R"("parley.attacker.example")"))},
      {"iss_in_another_case", with_payload(kPayload.with("iss", R"("Parley")"))},
      {"iss_with_NUL", with_payload(kPayload.with("iss", R"("parley\u0000")"))},
      {"iss_in_an_array", with_payload(kPayload.with("iss", R"(["parley"])"))},
      {"aud_another", with_payload(kPayload.with("aud", R"("another-api")"))},
      {"aud_empty", with_payload(kPayload.with("aud", R"("")"))},
      {"aud_shorter", with_payload(kPayload.with("aud", R"("parley")"))},
      {"aud_in_an_array", with_payload(kPayload.with("aud", R"(["parley-api"])"))},
      {"aud_among_others", with_payload(kPayload.with("aud", R"(["another-api","parley-api"])"))},
      {"aud_with_star", with_payload(kPayload.with("aud", R"("*")"))},
      {"sub_empty", with_payload(kPayload.with("sub", R"("")"))},
      {"sub_a_name", with_payload(kPayload.with("sub", R"("admin")"))},
      {"sub_in_braces", with_payload(kPayload.with("sub", "\"{" + good_id + "}\""))},
      {"sub_with_more_behind", with_payload(kPayload.with("sub", "\"" + good_id + "0\""))},
      {"sub_with_NUL_behind", with_payload(kPayload.with("sub", "\"" + good_id + R"(\u0000")"))},
      {"sid_empty", with_payload(kPayload.with("sid", R"("")"))},
      {"sid_a_name", with_payload(kPayload.with("sid", R"("any")"))},
      {"iat_in_the_future", with_payload(kPayload.with("iat", "1800000031"))},
      {"nbf_in_the_future", with_payload(kPayload.with("nbf", "1800000031"))},
      {"nbf_in_milliseconds", with_payload(kPayload.with("nbf", "1800000000000"))},
      {"exp_in_milliseconds_beyond_9999", with_payload(kPayload.with("exp", "253402300800"))},
      {"exp_of_64_bits", with_payload(kPayload.with("exp", "18446744073709551615"))},
      {"exp_of_more_than_64_bits", with_payload(kPayload.with("exp", "18446744073709551616"))},
      {"exp_with_exponent", with_payload(kPayload.with("exp", "1800000900e0"))},
      {"exp_with_fraction", with_payload(kPayload.with("exp", "1800000900.0"))},
      {"exp_with_leading_zero", with_payload(kPayload.with("exp", "01800000900"))},
      {"exp_with_plus", with_payload(kPayload.with("exp", "+1800000900"))},
      {"exp_NaN", with_payload(kPayload.with("exp", "NaN"))},
      {"exp_Infinity", with_payload(kPayload.with("exp", "Infinity"))},
      {"exp_in_another_case_of_name", with_payload(kPayload.without("exp").plus("EXP", "1800000900"))},
      {"exp_inside_another_member", with_payload(kPayload.without("exp").plus("x", R"({"exp":1800000900})"))},
  };
}

std::vector<Refused> expired() {
  const Payload late = kPayload.with("exp", "1800000000");
  const std::string unsigned_late = base64url_encode(kHeader) + "." + base64url_encode(late.text());
  return {
      {"exp_now", with_payload(late), ErrorCode::token_expired},
      {"exp_zero", with_payload(kPayload.with("exp", "0")), ErrorCode::token_expired},
      {"exp_before_it_was_issued", with_payload(kPayload.with("exp", "1799999999")), ErrorCode::token_expired},
      {"expired_with_a_bad_signature", unsigned_late + "." + base64url_encode(std::string(32, 'x'))},
      {"expired_and_unsigned", unsigned_late + "."},
      {"expired_for_another_audience", with_payload(late.with("aud", R"("another-api")"))},
      {"expired_by_another_issuer", with_payload(late.with("iss", R"("attacker")"))},
      {"expired_before_it_begins", with_payload(late.with("nbf", "1800000031"))},
      {"expired_with_a_member_twice", with_payload(late.plus("sub", "\"x\""))},
  };
}

std::vector<Refused> refresh_tokens() {
  const std::string refresh = new_refresh_token();
  const std::string typed = R"({"alg":"HS256","kid":"current","typ":"rt+jwt"})";
  return {
      {"refresh_token", refresh},
      {"refresh_token_successor", successor_of(refresh, kCurrentSecret)},
      {"refresh_token_three_times", refresh + "." + refresh + "." + refresh},
      {"refresh_token_as_payload", sign_segments(base64url_encode(kHeader) + "." + refresh)},
      {"refresh_token_typed_as_one", forge(typed, kPayload.text())},
  };
}

std::vector<Refused> corpus() {
  std::vector<Refused> all;
  for (const auto& rows : {algorithms(), keys(), header_members(), forms(), payload_texts(), doubled_members(),
                           mistyped_members(), claims(), expired(), refresh_tokens()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

class RefusedToken : public testing::TestWithParam<Refused> {};

TEST_P(RefusedToken, is_refused) {
  const auto result = access_tokens().verify(GetParam().token, kNow);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Corpus, RefusedToken, testing::ValuesIn(corpus()),
                         [](const auto& row) { return row.param.name; });

// What keeps the corpus honest: unchanged, the same forge makes a token that is accepted.
TEST(AcceptedToken, the_forge_makes_good_tokens_with_either_key) {
  EXPECT_TRUE(access_tokens().verify(good_token(), kNow));
  for (const std::size_t size : {0, 1, 2}) {
    EXPECT_TRUE(access_tokens().verify(sign_segments(base64url_encode(kHeader) + "." + payload_of_size(size)), kNow));
  }
  const std::string by_previous = R"({"alg":"HS256","kid":"previous","typ":"at+jwt"})";
  EXPECT_TRUE(access_tokens().verify(forge(by_previous, kPayload.text(), kPreviousSecret), kNow));
}

TEST(AcceptedToken, members_of_a_newer_version_are_no_fault) {
  const Payload newer = kPayload.plus("scope", "\"chat\"").plus("act", R"({"sub":"x","sub":1,"exp":[null,-1.5,true]})");
  EXPECT_TRUE(access_tokens().verify(with_payload(newer), kNow));
}

TEST(AcceptedToken, order_and_blanks_within_the_payload_are_no_fault) {
  const Payload reordered = kPayload.without("iss").plus("iss", " \"parley\" ");
  EXPECT_TRUE(access_tokens().verify(with_payload(reordered), kNow));
}

}  // namespace
}  // namespace parley
