// Provides hashes, random tokens and base64url on top of OpenSSL 3. All functions but random_token() are pure; any
// thread. The hash functions throw std::runtime_error if OpenSSL fails.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

// Returns the SHA-256 hash (FIPS 180-4) as 32 raw bytes.
std::string sha256(std::string_view data);

// Returns the HMAC-SHA256 code (RFC 2104) as 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view data);

// Derives `bytes` raw bytes from a secret with HKDF-SHA256 (RFC 5869), without a salt. Each purpose has its own `info`:
// from the bytes for one purpose, nobody can compute those for another one.
// REQUIRES: `bytes` is at most 8,160.
std::string hkdf_sha256(std::string_view secret, std::string_view info, std::size_t bytes);

// Returns the bytes in base64url without padding (RFC 4648 §5, as RFC 7515 §2 requires).
std::string base64url_encode(std::string_view bytes);

// Returns the bytes of a text that base64url_encode() wrote, and nothing for any other text. Padding and white space
// are refused, and the unused bits must be zero, so that each sequence of bytes has exactly one text.
std::optional<std::string> base64url_decode(std::string_view text);

// Compares two texts in a time that depends only on their lengths. Signatures and hashes are compared with it, because
// an attacker must not learn the position of the first difference from the time.
bool constant_time_equal(std::string_view left, std::string_view right);

// Returns `bytes` random bytes in base64url. Throws what random_bytes() throws.
std::string random_token(std::size_t bytes);

}  // namespace parley
