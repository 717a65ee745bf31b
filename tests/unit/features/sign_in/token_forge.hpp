// Forges access tokens for the tests of what is refused: any header over any payload, signed with any key. Values; the
// tests' thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <parley/base/crypto.hpp>
#include <parley/features/sign_in/access_token.hpp>

namespace parley::token_forge {

inline const Time kNow = Time(seconds(1'800'000'000));
inline const std::string kCurrentSecret(32, 'c');
inline const std::string kPreviousSecret(32, 'p');
inline const std::string kHeader = R"({"alg":"HS256","kid":"current","typ":"at+jwt"})";

inline AccessTokens access_tokens() {
  return {{{"current", kCurrentSecret}, {"previous", kPreviousSecret}}, "parley", "parley-api", seconds(900)};
}

// A payload as raw text, which can contain what no serialiser would write.
class Payload {
 public:
  Payload with(const std::string& name, const std::string& raw) const {
    Payload changed = *this;
    for (auto& member : changed.members_) {
      if (member.first == name) member.second = raw;
    }
    return changed;
  }
  Payload without(const std::string& name) const {
    Payload changed = *this;
    std::erase_if(changed.members_, [&](const auto& member) { return member.first == name; });
    return changed;
  }
  // Adds a member, even if the name is there already.
  Payload plus(const std::string& name, const std::string& raw) const {
    Payload changed = *this;
    changed.members_.emplace_back(name, raw);
    return changed;
  }
  std::string text() const {
    std::string text;
    for (const auto& [name, raw] : members_) {
      text.append(text.empty() ? "{\"" : ",\"").append(name).append("\":").append(raw);
    }
    return text + "}";
  }

 private:
  std::vector<std::pair<std::string, std::string>> members_ = {
      {"iss", "\"parley\""},
      {"aud", "\"parley-api\""},
      {"sub", "\"01890a5d-ac96-774b-bcce-b302099a8057\""},
      {"sid", "\"01890a5d-ac96-774b-bcce-b302099a8058\""},
      {"jti", "\"01890a5d-ac96-774b-bcce-b302099a8059\""},
      {"iat", "1800000000"},
      {"nbf", "1800000000"},
      {"exp", "1800000900"},
  };
};

inline const Payload kPayload;

inline std::string sign_segments(const std::string& segments, const std::string& secret = kCurrentSecret) {
  return segments + "." + base64url_encode(hmac_sha256(secret, segments));
}

inline std::string forge(const std::string& header, const std::string& payload,
                         const std::string& secret = kCurrentSecret) {
  return sign_segments(base64url_encode(header) + "." + base64url_encode(payload), secret);
}

inline std::string with_header(const std::string& header) { return forge(header, kPayload.text()); }
inline std::string with_payload(const Payload& payload) { return forge(kHeader, payload.text()); }
inline std::string with_payload_text(const std::string& text) { return forge(kHeader, text); }

inline std::string unsigned_part() { return base64url_encode(kHeader) + "." + base64url_encode(kPayload.text()); }
inline std::string good_token() { return sign_segments(unsigned_part()); }

}  // namespace parley::token_forge
