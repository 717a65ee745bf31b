// Who people are. Owned by the accounts module, asked from any loop.
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

  // Returns the e-mail address only to its owner. Errors: not_found.
  Task<User> get(Caller caller, UserId user);
  // Errors: invalid_request (fields display_name, email), email_taken.
  Task<User> update(Caller caller, ProfileChange change);

 private:
  Database& database_;
};

}  // namespace parley
