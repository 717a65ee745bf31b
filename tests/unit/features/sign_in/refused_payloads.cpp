// Refused tokens that have a good header and a good signature, unless the row says otherwise, over a payload with one
// fault.
#include <string>
#include <utility>
#include <vector>

#include <parley/base/crypto.hpp>

#include "unit/features/sign_in/refused_tokens.hpp"
#include "unit/features/sign_in/token_forge.hpp"

namespace parley::token_forge {
namespace {

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

// Each member is once missing, and once of each type that it must not have.
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

}  // namespace

std::vector<Refused> tokens_with_bad_payloads() {
  std::vector<Refused> rows;
  for (const auto& part : {payload_texts(), doubled_members(), mistyped_members(), claims(), expired()}) {
    append(rows, part);
  }
  return rows;
}

}  // namespace parley::token_forge
