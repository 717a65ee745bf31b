#include <parley/base/random.hpp>

#include <array>
#include <bit>
#include <stdexcept>

#include <openssl/rand.h>

namespace parley {

void random_bytes(std::span<std::uint8_t> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("the system's random number generator failed");
  }
}

std::uint32_t random_number() {
  std::array<std::uint8_t, 4> bytes{};
  random_bytes(bytes);
  return std::bit_cast<std::uint32_t>(bytes);
}

}  // namespace parley
