// The rows of one-time links, such as the one with which a user sets a new password. Only the hash of a token is
// stored. A store belongs to a transaction and to the thread that runs it. It throws StoreFailure if the database
// fails.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <parley/core/user.hpp>
#include <parley/store/sql.hpp>

namespace parley {

class AccountTokenStore {
 public:
  explicit AccountTokenStore(SqlConnection& connection) : connection_(connection) {}

  // Adds a token that resets the user's password. The user's earlier ones are removed, so that one link is good.
  void add_reset(std::string_view hash, UserId user, Time expires_at);
  // Returns the user of a token that has not expired.
  std::optional<UserId> find(std::string_view hash, Time now);
  // Removes all tokens of the user.
  void remove_all(UserId user);
  // Removes the tokens that have expired.
  void remove_expired(Time now);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
