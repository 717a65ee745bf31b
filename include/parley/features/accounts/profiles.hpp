// Reads and changes the profiles of users. The accounts module owns it; any loop may call it.
#pragma once

#include <optional>
#include <string>

#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/user.hpp>
#include <parley/features/accounts/password_proof.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/store/database.hpp>

namespace parley {

class Profiles {
 public:
  Profiles(Database& database, PasswordProver& prover) : database_(database), prover_(prover) {}

  // Returns the user, with the e-mail address only if the user is the caller. Errors: not_found, also for a user who
  // has blocked the caller.
  Task<User> get(Caller caller, UserId user);
  // Changes the caller's profile and returns it as it is then. Announces profile.updated, unless the change is empty.
  // Another e-mail address needs the caller's password, because with the address another person could take the account.
  // An address that another user has is accepted too, so that no one can find out whose address is known here.
  // Errors: invalid_request (fields display_name, email, current_password), bad_credentials, rate_limited, conflict
  // (another request changed the password).
  Task<User> update(Caller caller, ProfileChange change, std::optional<std::string> current_password = {},
                    Device device = {});

 private:
  // Removes the address from the change if the caller has it already.
  Task<void> drop_same_email(Caller caller, ProfileChange& change);

  Database& database_;
  PasswordProver& prover_;
};

}  // namespace parley
