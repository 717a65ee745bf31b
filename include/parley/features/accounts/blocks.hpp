// People who have blocked each other: neither of the two can write to the other. Owned by the accounts module, asked
// from any loop.
#pragma once

#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/user.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Doing again what is already done changes nothing.
class Blocks {
 public:
  Blocks(Database& database, const Limits& limits) : database_(database), limits_(limits) {}

  // Errors: not_found, conflict (too many), invalid_request (oneself).
  Task<void> block(Caller caller, UserId other);
  Task<void> unblock(Caller caller, UserId other);
  // Returns the users whom the caller has blocked.
  Task<std::vector<User>> list(Caller caller);

 private:
  Database& database_;
  const Limits& limits_;
};

}  // namespace parley
