// Hashes, tokens and the text form of bytes, over OpenSSL 3. Pure functions but for random_token; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

// SHA-256 (FIPS 180-4): 32 raw bytes.
std::string sha256(std::string_view data);

// HMAC-SHA256 (RFC 2104): 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view data);

// Base64url without padding (RFC 4648 §5, as RFC 7515 §2 wants it).
std::string base64url_encode(std::string_view bytes);

// Reads what base64url_encode writes and nothing else: no padding, no white space, and zeros in the bits left over, so
// that bytes have exactly one text.
std::optional<std::string> base64url_decode(std::string_view text);

// Compares in a time that depends on the lengths alone: for signatures and hashes, where the place of the first
// difference must not show.
bool constant_time_equal(std::string_view left, std::string_view right);

// So many random bytes as base64url. Throws what random_bytes throws.
std::string random_token(std::size_t bytes);

}  // namespace parley
