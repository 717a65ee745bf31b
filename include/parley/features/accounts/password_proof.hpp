// Asks a signed-in user for the password again, before a change that a stranger at an open device must not make. The
// feature sign_in implements it, because it has the limits for wrong passwords and the threads that hash.
#pragma once

#include <string>

#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/device.hpp>
#include <parley/store/database.hpp>

namespace parley {

// The password of this user was right while this was its hash.
struct ProvenPassword {
  UserId user;
  std::string hash;
};

class PasswordProver {
 public:
  virtual ~PasswordProver() = default;
  // Checks the caller's password. A wrong one uses up an attempt of the user, and is recorded. Any loop may call it.
  // Errors: bad_credentials (the password is wrong), rate_limited (by user).
  virtual Task<ProvenPassword> prove(Caller caller, std::string password, Device device) = 0;
};

// Locks the user's row until the end of the transaction, and checks that the password is still the proven one: it was
// checked before the transaction. Errors: conflict.
Result<void> lock_same_password(Transaction& tx, const ProvenPassword& proven);

}  // namespace parley
