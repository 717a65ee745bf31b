// Passwords: which ones are good enough, and how they are kept. Values; any thread, but the hasher blocks for a quarter
// of a second a call and so runs on the bcrypt pool, never on an event loop.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <parley/base/error.hpp>

namespace parley {

// bcrypt reads 72 bytes and drops the rest in silence, so more than that is refused. Bytes, not characters.
inline constexpr std::size_t kPasswordBytesLeast = 8;
inline constexpr std::size_t kPasswordBytesMost = 72;

// Ok for 8 to 72 bytes without a NUL, in whatever encoding, that are not the username, not among the commonest
// passwords (also with digits behind) and not a run or a repetition. Otherwise the field "password" is at fault:
// too_short, too_long, invalid, too_common. No rule about kinds of characters: NIST SP 800-63B §5.1.1.2 says why.
Result<void> check_password(std::string_view password, std::string_view username);

// bcrypt by libxcrypt's reentrant call. Stateless but for the cost.
class PasswordHasher {
 public:
  static constexpr int kCostLeast = 4;
  static constexpr int kCostMost = 15;

  // 2^cost rounds, kCostLeast to kCostMost.
  explicit PasswordHasher(int cost);

  // A fresh salt and its hash, "$2b$…", 60 characters. The password has passed check_password; one that bcrypt would
  // cut off is refused as `internal`, and so is a system without randomness.
  Result<std::string> hash(std::string_view password) const;

  // False for another password, and for a stored hash that is not a bcrypt hash of a bearable cost: never throws.
  bool verify(std::string_view password, std::string_view hash) const;

  // Was it made at another cost or in an older form? Then hash the password again at the next sign-in.
  bool needs_rehash(std::string_view hash) const;

  // The work of a verify, for an unknown user, who must take as long to refuse as a known one.
  void verify_nothing(std::string_view password) const;

 private:
  int cost_;
  std::string prefix_;  // of every hash it makes: "$2b$12$"
};

}  // namespace parley
