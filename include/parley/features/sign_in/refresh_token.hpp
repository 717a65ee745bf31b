// Refresh tokens: 256 bits without a meaning, as base64url. The database has only their hashes. Pure functions; any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace parley {

// Returns a random token, the first one of a session. Throws what random_bytes throws.
std::string new_refresh_token();

// Returns the token that `token` is exchanged for. It is derived from `token` and a key of the server (HMAC-SHA256). So
// a token that is exchanged twice, by two tabs or after a lost reply, gives the same successor, and the server stores
// no token that could be stolen from its database. A client cannot compute the successor without the key.
std::string successor_of(std::string_view token, std::string_view key);

// Returns the hash of a token as the database has it: SHA-256, 32 bytes. It needs no salt and no stretching, because
// 256 random bits cannot be guessed.
std::string refresh_token_hash(std::string_view token);

}  // namespace parley
