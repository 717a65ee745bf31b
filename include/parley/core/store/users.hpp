// Users' rows, as a transaction sees them: what every feature needs. Belongs to the thread that runs the transaction. A
// database that fails throws StoreFailure.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <parley/core/user.hpp>
#include <parley/store/sql.hpp>

namespace parley {

class UserStore {
 public:
  explicit UserStore(SqlConnection& connection) : connection_(connection) {}

  std::optional<User> find(UserId id);
  std::vector<std::optional<User>> find_all(std::span<const UserId> ids);  // in their order
  // Finds the user and holds the row against other writers until the transaction ends. Whoever judges by a user's
  // password, sessions or tokens and then writes asks this first.
  std::optional<User> lock(UserId id);
  // Allocates the next number of the user's stream.
  UserRev advance(UserId id);
  // How far the streams of the users that exist are, in any order.
  std::vector<std::pair<UserId, UserRev>> revs(std::span<const UserId> ids);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
