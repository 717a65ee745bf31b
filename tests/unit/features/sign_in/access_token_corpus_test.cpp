// Every forged token of the corpus is refused with the right code. Most are signed with the right key over what they
// say, so that the fault that the row names refuses them and not the signature.
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <parley/base/crypto.hpp>
#include <parley/features/sign_in/refresh_token.hpp>

#include "unit/features/sign_in/refused_tokens.hpp"
#include "unit/features/sign_in/token_forge.hpp"

namespace parley {
namespace {

using namespace token_forge;

// Adds blanks behind the payload until its size divided by three leaves `remainder`. Returns it as base64url.
std::string payload_of_size(std::size_t remainder) {
  std::string text = kPayload.text();
  while (text.size() % 3 != remainder) text += ' ';
  return base64url_encode(text);
}

// Sets the lowest of the last digit's unused bits, which are zero in a canonical text (RFC 4648 §3.5).
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
  std::vector<Refused> all = tokens_with_bad_headers();
  for (const auto& rows : {forms(), tokens_with_bad_payloads(), refresh_tokens()}) append(all, rows);
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

// The corpus proves something only because the forge makes an accepted token when nothing is changed.
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
