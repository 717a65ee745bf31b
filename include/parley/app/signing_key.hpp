// The signing key of a server whose configuration names none: made once and kept in a file, so that tokens survive a
// restart. Called by the composition root at start.
#pragma once

#include <string>

#include <parley/base/error.hpp>
#include <parley/base/jwt.hpp>

namespace parley {

// Reads the key, or makes a random one and writes it, readable by the owner only (mode 0600), its folder included.
// Processes that start together agree on one key. Errors: unavailable (cannot read or write, no key in it), forbidden
// (others could read the file, so the key is no secret).
Result<SigningKey> load_or_create_signing_key(const std::string& path);

}  // namespace parley
