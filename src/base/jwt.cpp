#include <parley/base/jwt.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <parley/base/crypto.hpp>

namespace parley {
namespace {

using nlohmann::json;
using std::chrono::sys_seconds;

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kNameBytes = 100;  // a token stays within kJwtBytes even if JSON escapes every byte of a name
constexpr std::uint64_t kLastSecond = 253402300799;  // 9999-12-31T23:59:59Z

// Returns whether the text is printable ASCII without spaces, which has the same bytes in the configuration, in a
// header and in the log.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytes &&
         std::ranges::all_of(text, [](char character) { return character > ' ' && character <= '~'; });
}

void check_name(Error& error, std::string field, std::string_view name) {
  if (is_name(name)) return;
  error.fields.push_back({std::move(field), "invalid", fmt::format("1 to {} printable characters.", kNameBytes)});
}

struct Segments {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_part;
};

// Splits a token at its first two dots. A third dot ends up in the signature, which then cannot be valid.
std::optional<Segments> split(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return Segments{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
                  token.substr(0, second)};
}

// Lists the payload's members. The texts come first, then the times; PayloadReader relies on that order.
enum Member : std::size_t { kIssuer, kAudience, kSubject, kSession, kId, kIssuedAt, kNotBefore, kExpiresAt };
constexpr std::array<std::string_view, 8> kMemberNames = {"iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"};
constexpr std::size_t kUnknown = kMemberNames.size();

// Reads the payload, which is one JSON object. Every known member must occur exactly once and have the right type. A
// repeated name is refused even if the member is unknown, since two readers of the token could otherwise see two
// different values (RFC 7519 §4). nlohmann's tree silently keeps one of the two values, so this class reads the
// parser's events instead, which is also faster.
class PayloadReader final : public nlohmann::json_sax<json> {
 public:
  bool read(std::string_view payload) {
    // nlohmann skips a byte order mark and takes a NUL for the end of its input. The token must contain neither.
    if (!payload.starts_with('{') || payload.find('\0') != std::string_view::npos) return false;
    return json::sax_parse(payload, this) && std::ranges::all_of(seen_, std::identity());
  }

  const std::string& text(Member member) const { return texts_[member]; }
  sys_seconds time(Member member) const { return times_[member - kIssuedAt]; }

  // Returning false from an event stops the parser. Members of nested objects are not looked at.
  bool key(std::string& name) override {
    if (depth_ > 1) return true;
    current_ = static_cast<std::size_t>(std::ranges::find(kMemberNames, name) - kMemberNames.begin());
    if (current_ != kUnknown) return !std::exchange(seen_[current_], true);
    if (std::ranges::find(unknown_, name) != unknown_.end()) return false;
    unknown_.push_back(std::move(name));
    return true;
  }
  bool string(std::string& value) override {
    if (is_ignored()) return true;
    if (current_ >= kIssuedAt) return false;
    texts_[current_] = std::move(value);
    return true;
  }
  bool number_unsigned(std::uint64_t value) override {
    if (is_ignored()) return true;
    if (current_ < kIssuedAt || value > kLastSecond) return false;
    times_[current_ - kIssuedAt] = sys_seconds(seconds(value));
    return true;
  }
  bool start_object(std::size_t) override { return descend(); }
  bool start_array(std::size_t) override { return descend(); }
  bool end_object() override { return ascend(); }
  bool end_array() override { return ascend(); }
  bool null() override { return is_ignored(); }
  bool boolean(bool) override { return is_ignored(); }
  bool number_integer(std::int64_t) override { return is_ignored(); }
  bool number_float(double, const std::string&) override { return is_ignored(); }
  bool binary(json::binary_t&) override { return false; }
  bool parse_error(std::size_t, const std::string&, const json::exception&) override { return false; }

 private:
  // Returns whether the current value belongs to an unknown member. This is also true before the first name, so that
  // the event that opens the payload's own object passes.
  bool is_ignored() const { return current_ == kUnknown; }
  bool descend() {
    ++depth_;
    return is_ignored();
  }
  bool ascend() {
    --depth_;
    return true;
  }

  std::array<std::string, kIssuedAt> texts_;
  std::array<sys_seconds, kUnknown - kIssuedAt> times_{};
  std::array<bool, kUnknown> seen_{};
  std::vector<std::string> unknown_;
  std::size_t current_ = kUnknown;
  int depth_ = 0;
};

}  // namespace

Result<void> check_jwt_settings(const JwtSettings& settings) {
  Error error{ErrorCode::invalid_request, "The token settings are not valid."};
  check_name(error, "type", settings.type);
  check_name(error, "issuer", settings.issuer);
  check_name(error, "audience", settings.audience);
  if (settings.keys.empty()) error.fields.push_back({"keys", "required", "One key at least."});
  for (std::size_t at = 0; at < settings.keys.size(); ++at) {
    const SigningKey& key = settings.keys[at];
    check_name(error, fmt::format("keys[{}].id", at), key.id);
    if (std::ranges::count(settings.keys, key.id, &SigningKey::id) > 1) {
      error.fields.push_back({fmt::format("keys[{}].id", at), "invalid", "Another key has the same id."});
    }
    if (key.secret.size() < kSecretBytes) {
      error.fields.push_back(
          {fmt::format("keys[{}].secret", at), "too_short", fmt::format("{} bytes at least.", kSecretBytes)});
    }
  }
  if (!error.fields.empty()) return std::unexpected(std::move(error));
  return {};
}

// The header is encoded once per key, because sign() writes it and verify() compares it byte for byte.
JwtCodec::JwtCodec(JwtSettings settings)
    : issuer_(std::move(settings.issuer)), audience_(std::move(settings.audience)) {
  assert(check_jwt_settings({settings.keys, settings.type, issuer_, audience_}));
  for (SigningKey& key : settings.keys) {
    const json header = {{"alg", "HS256"}, {"typ", settings.type}, {"kid", key.id}};
    keys_.push_back({base64url_encode(header.dump()), std::move(key.secret)});
  }
}

// A token is header "." payload "." signature, each in base64url (RFC 7515 §3.1). The signature covers the first two.
std::string JwtCodec::sign(const JwtClaims& claims) const {
  const json payload = {
      {"iss", issuer_},
      {"aud", audience_},
      {"sub", claims.subject},
      {"sid", claims.session},
      {"jti", claims.id},
      {"iat", claims.issued_at.time_since_epoch().count()},
      {"nbf", claims.not_before.time_since_epoch().count()},
      {"exp", claims.expires_at.time_since_epoch().count()},
  };
  const Key& key = keys_.front();
  std::string token = key.header + "." + base64url_encode(payload.dump());
  token += "." + base64url_encode(hmac_sha256(key.secret, token));
  assert(token.size() <= kJwtBytes);
  return token;
}

std::expected<JwtClaims, JwtFault> JwtCodec::verify(std::string_view token, Time now) const {
  const auto invalid = std::unexpected(JwtFault::invalid);
  // 1. Find the key by the header, byte for byte.
  if (token.size() > kJwtBytes) return invalid;
  const std::optional<Segments> segments = split(token);
  if (!segments) return invalid;
  const Key* key = find_key(segments->header);
  if (key == nullptr) return invalid;
  // 2. Verify the signature. The base64url texts are compared rather than the bytes, so that each signature has exactly
  // one accepted spelling.
  const std::string signature = base64url_encode(hmac_sha256(key->secret, segments->signed_part));
  if (!constant_time_equal(signature, segments->signature)) return invalid;

  // 3. Read the payload and check the claims.
  const std::optional<std::string> payload = base64url_decode(segments->payload);
  PayloadReader reader;
  if (!payload || !reader.read(*payload)) return invalid;
  if (reader.text(kIssuer) != issuer_ || reader.text(kAudience) != audience_) return invalid;
  if (reader.time(kIssuedAt) > now + kJwtLeeway || reader.time(kNotBefore) > now + kJwtLeeway) return invalid;
  if (reader.time(kExpiresAt) <= now) return std::unexpected(JwtFault::expired);
  return JwtClaims{reader.text(kSubject),  reader.text(kSession),   reader.text(kId),
                   reader.time(kIssuedAt), reader.time(kNotBefore), reader.time(kExpiresAt)};
}

// A server has one or two keys, so a linear search is faster than a hash table.
const JwtCodec::Key* JwtCodec::find_key(std::string_view header) const {
  const auto found = std::ranges::find(keys_, header, &Key::header);
  return found == keys_.end() ? nullptr : &*found;
}

}  // namespace parley
