// Reads and changes the profiles of users. The accounts module owns it; any loop may call it.
#pragma once

#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/user.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/store/database.hpp>

namespace parley {

class Profiles {
 public:
  explicit Profiles(Database& database) : database_(database) {}

  // Returns the user, with the e-mail address only if the user is the caller. Errors: not_found, also for a user who
  // has blocked the caller.
  Task<User> get(Caller caller, UserId user);
  // Changes the caller's profile and returns it as it is then. Announces profile.updated, unless the change is empty.
  // Errors: invalid_request (fields display_name, email), email_taken.
  Task<User> update(Caller caller, ProfileChange change);

 private:
  Database& database_;
};

}  // namespace parley
