#include <parley/base/random.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace parley {

namespace {

void generate(std::span<std::uint8_t> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("the system's random number generator failed");
  }
}

// Keeps random bytes in stock, one stock per thread. Asking OpenSSL for the 16 bytes of an id costs ten times as much
// as taking them from a larger block. Bytes that were handed out are wiped, so that the caller has the only copy of a
// secret.
class Supply {
 public:
  void hand_out(std::span<std::uint8_t> bytes) {
    if (bytes.size() > kBytes - used_) {
      generate(bytes_);
      used_ = 0;
    }
    const auto given = std::span(bytes_).subspan(used_, bytes.size());
    std::ranges::copy(given, bytes.begin());
    OPENSSL_cleanse(given.data(), given.size());
    used_ += bytes.size();
  }

  static constexpr std::size_t kBytes = 512;

 private:
  std::array<std::uint8_t, kBytes> bytes_;
  std::size_t used_ = kBytes;
};

}  // namespace

void random_bytes(std::span<std::uint8_t> bytes) {
  if (bytes.size() > Supply::kBytes) return generate(bytes);
  thread_local Supply supply;
  supply.hand_out(bytes);
}

std::uint32_t random_number() {
  std::array<std::uint8_t, 4> bytes{};
  random_bytes(bytes);
  return std::bit_cast<std::uint32_t>(bytes);
}

}  // namespace parley
