// Randomness from the operating system by way of OpenSSL's CSPRNG. Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace parley {

// Fills the span; throws std::runtime_error when the system has no randomness to give, which cannot be worked around.
void random_bytes(std::span<std::uint8_t> bytes);
std::uint32_t random_number();

}  // namespace parley
