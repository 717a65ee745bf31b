// Refused tokens that are signed with the right key, unless the row says otherwise, over a header with one fault.
#include <cstddef>
#include <string>
#include <vector>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <parley/base/crypto.hpp>

#include "unit/features/sign_in/refused_tokens.hpp"
#include "unit/features/sign_in/token_forge.hpp"

namespace parley::token_forge {
namespace {

// Signs with the given digest instead of SHA-256. The header names `algorithm`, which may be another one.
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
// Adds a member to the header. Its position does not matter: the header is refused because the member is there.
std::string with_header_member(const std::string& member) {
  return with_header(R"({"alg":"HS256",)" + member + R"(,"kid":"current","typ":"at+jwt"})");
}

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

}  // namespace

std::vector<Refused> tokens_with_bad_headers() {
  std::vector<Refused> rows;
  for (const auto& part : {algorithms(), keys(), header_members()}) append(rows, part);
  return rows;
}

}  // namespace parley::token_forge
