// Signs and verifies JSON Web Tokens (RFC 7519) in the compact form of RFC 7515, with HS256 and no other algorithm. The
// claims are plain texts here; the caller knows which users and sessions they name. A codec does not change after
// construction; any thread.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/base/time.hpp>

namespace parley {

// The limit for a token. A longer one is refused without being read.
inline constexpr std::size_t kJwtBytes = 2048;
// The time by which the clock of the node that issued a token may be ahead of this node's clock.
inline constexpr seconds kJwtLeeway{30};

struct SigningKey {
  std::string id;  // the header's "kid"
  std::string secret;  // raw bytes, at least 32 (RFC 7518 §3.2)
  friend bool operator==(const SigningKey&, const SigningKey&) = default;
};

struct JwtSettings {
  // The first key signs new tokens, and all keys verify. To change the key, put the new one first and remove the old
  // one when the last token that it signed has expired.
  std::vector<SigningKey> keys;
  // The header's "typ". It prevents a token that was made for one purpose from being accepted for another one (RFC 8725
  // §3.11).
  std::string type;
  std::string issuer;
  std::string audience;
};

// Checks whether a JwtCodec can be made from the settings. Errors: invalid_request, with a path such as
// "keys[1].secret" for each field that is not valid.
Result<void> check_jwt_settings(const JwtSettings& settings);

struct JwtClaims {
  std::string subject;  // "sub"
  std::string session;  // "sid"
  std::string id;  // "jti"
  std::chrono::sys_seconds issued_at;
  std::chrono::sys_seconds not_before;
  std::chrono::sys_seconds expires_at;
  friend bool operator==(const JwtClaims&, const JwtClaims&) = default;
};

enum class JwtFault {
  invalid,
  expired,  // the token is valid in every other respect
};

class JwtCodec {
 public:
  // REQUIRES: the settings pass check_jwt_settings().
  explicit JwtCodec(JwtSettings settings);

  // Returns a token that is signed with the first key.
  // REQUIRES: the claims' texts are ASCII, and short enough for a token of at most kJwtBytes.
  std::string sign(const JwtClaims& claims) const;

  // Returns the claims of a token that sign() wrote, or the reason why it is refused. The header is compared and never
  // parsed: a header that differs from the expected one in a single byte is refused, so the token cannot choose the
  // algorithm, point to a key or demand an extension ("crit"). The payload is read only after the signature has been
  // verified. Unknown members of the payload are ignored, so that a newer version may add some.
  std::expected<JwtClaims, JwtFault> verify(std::string_view token, Time now) const;

 private:
  struct Key {
    std::string header;  // in base64url, as in the token
    std::string secret;
  };

  const Key* find_key(std::string_view header) const;

  std::vector<Key> keys_;
  std::string issuer_;
  std::string audience_;
};

}  // namespace parley
