// Passwords: which ones are accepted, and how they are hashed. Values; any thread. The hasher blocks for about a
// quarter of a second a call, so it runs on the bcrypt pool and never on an event loop.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <parley/base/error.hpp>

namespace parley {

// Accepts kNewPasswordLeast to kPasswordMost characters without a NUL. Refuses the username, the most common passwords
// (also if digits or marks follow them), and a run or a repetition of characters. NIST SP 800-63B §5.1.1.2 says why
// there is no rule about kinds of characters.
// Errors: invalid_request (field password: too_short, too_long, invalid, too_common).
Result<void> check_password(std::string_view password, std::string_view username);

// Hashes with bcrypt, by the reentrant call of libxcrypt. Immutable after construction.
class PasswordHasher {
 public:
  static constexpr int kCostLeast = 4;
  static constexpr int kCostMost = 15;

  // A hash takes 2^cost rounds.
  // REQUIRES: `cost` is from kCostLeast to kCostMost.
  explicit PasswordHasher(int cost);

  // Returns a hash with a new salt: 60 characters that begin with "$2b$". Errors: internal (the
  // system gives no random bytes).
  // REQUIRES: the password has passed check_password.
  Result<std::string> hash(std::string_view password) const;

  // Returns false for another password, and for a stored text that is not a bcrypt hash of an allowed cost. A refusal
  // takes as long as a comparison. Does not throw.
  bool verify(std::string_view password, std::string_view hash) const;

  // Returns whether the hash has another cost or an older form than new hashes. The caller then hashes the password
  // again at the next sign-in.
  bool needs_rehash(std::string_view hash) const;

  // Does the work of verify() without a hash. A sign-in with an unknown name calls it, so that the time of the answer
  // does not show which names exist.
  void verify_nothing(std::string_view password) const;

 private:
  int cost_;
  std::string prefix_;  // each new hash begins with it, for example "$2b$12$"
};

}  // namespace parley
