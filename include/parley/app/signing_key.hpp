// Provides the signing key of a server if the configuration names none. The key is generated once and stored in a file,
// so that tokens stay valid after a restart. The composition root calls it at the start.
#pragma once

#include <string>

#include <parley/base/error.hpp>
#include <parley/base/jwt.hpp>

namespace parley {

// Reads the key from the file. If there is no file, generates a random key and writes it with mode 0600, so that only
// the owner can read it; the folder is created if needed. Processes that start at the same time use the same key.
// Errors: unavailable if the file cannot be read or written or contains no key, forbidden if other users can read the
// file.
Result<SigningKey> load_or_create_signing_key(const std::string& path);

}  // namespace parley
