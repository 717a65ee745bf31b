// Reads users in a transaction, as every feature needs it; the feature accounts writes them. A store belongs to one
// transaction and is used on that transaction's thread. Every function throws StoreFailure if the database fails.
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
  // Returns one element for each id, in order. It is empty if there is no such user.
  std::vector<std::optional<User>> find_all(std::span<const UserId> ids);
  // Finds the user and locks the row until the transaction ends. Call this before a decision that depends on the user's
  // password, sessions or tokens and leads to a write.
  std::optional<User> lock(UserId id);
  // Locks the rows of these users in this order, and returns the users who exist.
  // REQUIRES: `ids` is ascending.
  std::vector<User> lock_all(std::span<const UserId> ids);
  // Allocates the next number of the user's stream.
  UserRev advance(UserId id);
  // Allocates the next number of each stream, in one statement. Returns each user with that number, in any order.
  // REQUIRES: each user exists and is named once. The transaction has locked all of them, if they are several.
  std::vector<std::pair<UserId, UserRev>> advance_all(std::span<const UserId> ids);
  // Returns the revs of the streams of the users that exist, in any order.
  std::vector<std::pair<UserId, UserRev>> revs(std::span<const UserId> ids);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
