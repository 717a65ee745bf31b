// Blocking. While one of two users has blocked the other, neither can write to the other. The accounts module owns it;
// any loop may call it.
#pragma once

#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/user.hpp>
#include <parley/store/database.hpp>

namespace parley {

struct BlockPage {
  std::vector<User> users;
  std::optional<UserId> next;  // the last user of the page; absent on the last page
};

// A call that asks for what is already so changes nothing and succeeds.
class Blocks {
 public:
  Blocks(Database& database, const Limits& limits) : database_(database), limits_(limits) {}

  // Invitations that the other user has sent to the caller are removed. Errors: not_found, conflict (the caller has
  // blocked limits.blocks users), invalid_request (`other` is the caller).
  Task<void> block(Caller caller, UserId other);
  // Errors: not_found.
  Task<void> unblock(Caller caller, UserId other);
  // Returns at most `limit` users that the caller has blocked, ascending by id, from the one behind `after` on.
  Task<BlockPage> list(Caller caller, std::optional<UserId> after, std::size_t limit);

 private:
  Database& database_;
  const Limits& limits_;
};

}  // namespace parley
