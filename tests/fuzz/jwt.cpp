// Feeds access tokens to the verifier. The first byte says what follows: 't' a whole token; 'h' a header and 'p' a
// payload, both signed with our key; 'm' changes to a good token. The verifier may accept only a token that a known key
// signed, that has the right claims and that is valid now. The test judges a signed payload a second time, over
// nlohmann's tree.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "../unit/features/sign_in/token_forge.hpp"

namespace {

using namespace parley;
using namespace parley::token_forge;
using nlohmann::json;

void require(bool condition) {
  if (!condition) std::abort();
}

const AccessTokens& tokens() {
  static const AccessTokens all = access_tokens();
  return all;
}

enum class Verdict { accepted, expired, refused };

Verdict judge(std::string_view token) {
  const auto claims = tokens().verify(token, kNow);
  if (claims) return Verdict::accepted;
  return claims.error().code == ErrorCode::token_expired ? Verdict::expired : Verdict::refused;
}

bool is_signed(std::string_view token) {
  const std::size_t dot = token.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string segments(token.substr(0, dot));
  const std::string previous = R"({"alg":"HS256","kid":"previous","typ":"at+jwt"})";
  const bool is_ours = segments.starts_with(base64url_encode(kHeader) + ".");
  const bool was_ours = segments.starts_with(base64url_encode(previous) + ".");
  return (is_ours && token == sign_segments(segments, kCurrentSecret)) ||
         (was_ours && token == sign_segments(segments, kPreviousSecret));
}

void check_token(std::string_view token) {
  if (judge(token) != Verdict::refused) require(is_signed(token));
}

void check_header(const std::string& header) {
  const bool passes = judge(with_header(header)) == Verdict::accepted;
  require(passes == (header == kHeader));
}

bool is_text(const json& payload, const char* name) { return payload.contains(name) && payload[name].is_string(); }

bool is_time(const json& payload, const char* name) {
  return payload.contains(name) && payload[name].is_number_unsigned() &&
         payload[name].get<std::uint64_t>() <= 253402300799;
}

bool has_members(const json& payload) {
  for (const char* name : {"iss", "aud", "sub", "sid", "jti"}) {
    if (!is_text(payload, name)) return false;
  }
  for (const char* name : {"iat", "nbf", "exp"}) {
    if (!is_time(payload, name)) return false;
  }
  return true;
}

Verdict judge_payload(const std::string& text) {
  if (text.empty() || text.front() != '{' || text.find('\0') != std::string::npos) return Verdict::refused;
  std::size_t names = 0;
  const auto count_names = [&names](int depth, json::parse_event_t event, const json&) {
    if (event == json::parse_event_t::key && depth == 1) ++names;
    return true;
  };
  const json payload = json::parse(text, count_names, false);
  if (!payload.is_object() || payload.size() != names || !has_members(payload)) return Verdict::refused;
  const auto now = static_cast<std::uint64_t>(std::chrono::floor<seconds>(kNow).time_since_epoch().count());
  if (payload["iss"] != "parley" || payload["aud"] != "parley-api" || payload["iat"] > now + 30 ||
      payload["nbf"] > now + 30) {
    return Verdict::refused;
  }
  // The verifier does not look at the ids of an expired token, since it accepts the token for nothing.
  if (payload["exp"] <= now) return Verdict::expired;
  const bool has_ids =
      UserId::parse(payload["sub"].get<std::string>()) && SessionId::parse(payload["sid"].get<std::string>());
  return has_ids ? Verdict::accepted : Verdict::refused;
}

void check_payload(const std::string& text) {
  const std::string token = with_payload_text(text);
  require(judge(token) == (token.size() > kJwtBytes ? Verdict::refused : judge_payload(text)));
}

// Each change takes three bytes: two for the place, and one to put there.
void check_changes(std::string_view changes) {
  const std::string good = good_token();
  std::string changed = good;
  for (; changes.size() >= 3; changes.remove_prefix(3)) {
    const auto place = static_cast<std::uint8_t>(changes[0]) << 8 | static_cast<std::uint8_t>(changes[1]);
    changed[static_cast<std::size_t>(place) % changed.size()] = changes[2];
  }
  require(judge(changed) == (changed == good ? Verdict::accepted : Verdict::refused));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0]) {
    case 't': check_token(rest); break;
    case 'h': check_header(std::string(rest)); break;
    case 'p': check_payload(std::string(rest)); break;
    case 'm': check_changes(rest); break;
    default: break;
  }
  return 0;
}
