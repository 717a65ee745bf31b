// Refresh tokens: 256 bits without meaning, as base64url. The store knows their hashes only. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace parley {

// The first token of a session. Throws what random_bytes throws.
std::string new_refresh_token();

// The token that `token` is exchanged for. Derived from it and a key of the server, so that the same token exchanged
// again (two tabs at once, a lost reply) gives the same successor without the server keeping one that could be stolen
// from its database. Whoever holds a token cannot compute the next one without the key.
std::string successor_of(std::string_view token, std::string_view key);

// What is stored of a token: its SHA-256, 32 bytes. No salt and no stretching: 256 random bits cannot be guessed.
std::string refresh_token_hash(std::string_view token);

}  // namespace parley
