// Signed tokens: JSON Web Tokens (RFC 7519) in the compact form of RFC 7515, HS256 and nothing else. Knows texts, not
// what they name. Immutable after construction; any thread.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/base/time.hpp>

namespace parley {

// Longer tokens are refused unread.
inline constexpr std::size_t kJwtBytes = 2048;
// How far the clock of the node that issued a token may be ahead of ours.
inline constexpr seconds kJwtLeeway{30};

struct SigningKey {
  std::string id;      // the header's "kid"
  std::string secret;  // raw bytes, 32 at least (RFC 7518 §3.2)
  friend bool operator==(const SigningKey&, const SigningKey&) = default;
};

struct JwtSettings {
  // The first key signs, all of them verify: a new key goes first, and the old one leaves when its last token has
  // expired.
  std::vector<SigningKey> keys;
  // The header's "typ": keeps tokens made for one purpose from being taken for another's (RFC 8725 §3.11).
  std::string type;
  std::string issuer;
  std::string audience;
};

// Ok when a codec can be made of these; otherwise the fields at fault, as in "keys[1].secret".
Result<void> check_jwt_settings(const JwtSettings& settings);

struct JwtClaims {
  std::string subject;  // "sub"
  std::string session;  // "sid"
  std::string id;       // "jti"
  std::chrono::sys_seconds issued_at;
  std::chrono::sys_seconds not_before;
  std::chrono::sys_seconds expires_at;
  friend bool operator==(const JwtClaims&, const JwtClaims&) = default;
};

enum class JwtFault {
  invalid,
  expired,  // valid in everything else
};

class JwtCodec {
 public:
  // The settings must pass check_jwt_settings.
  explicit JwtCodec(JwtSettings settings);

  // The claims' texts must be ASCII and short enough for the token to stay within kJwtBytes.
  std::string sign(const JwtClaims& claims) const;

  // Reads what sign() writes. The header is compared, never parsed: there is no algorithm to choose, no key to fetch
  // and no "crit" to honour, because a header that differs from ours in one byte is refused. Nothing of the payload is
  // read before the signature holds. Members that we do not know are ignored, so that a newer version may add some.
  std::expected<JwtClaims, JwtFault> verify(std::string_view token, Time now) const;

 private:
  struct Key {
    std::string header;  // base64url, as it stands in the token
    std::string secret;
  };

  const Key* find_key(std::string_view header) const;

  std::vector<Key> keys_;
  std::string issuer_;
  std::string audience_;
};

}  // namespace parley
