// Provides cryptographically secure random numbers from OpenSSL, which the operating system seeds. Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace parley {

// Fills the span with random bytes. Throws std::runtime_error if OpenSSL fails, since no caller could go on without.
void random_bytes(std::span<std::uint8_t> bytes);
// Returns a number that is uniform over all 32-bit values. Throws what random_bytes() throws.
std::uint32_t random_number();

}  // namespace parley
