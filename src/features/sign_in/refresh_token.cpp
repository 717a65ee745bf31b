#include <parley/features/sign_in/refresh_token.hpp>

#include <cstddef>

#include <parley/base/crypto.hpp>

namespace parley {

constexpr std::size_t kTokenBytes = 32;

std::string new_refresh_token() { return random_token(kTokenBytes); }

// The prefix separates this use of the key from others: the same key signs access tokens.
std::string successor_of(std::string_view token, std::string_view key) {
  return base64url_encode(hmac_sha256(key, std::string("parley refresh").append(token)));
}

std::string refresh_token_hash(std::string_view token) { return sha256(token); }

}  // namespace parley
