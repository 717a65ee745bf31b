// The rows of accounts: names, profiles, passwords and last seen. The row that every feature needs is read by UserStore
// (core/store/users.hpp). A store belongs to a transaction and to the thread that runs it. It throws StoreFailure if
// the database fails.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <parley/base/error.hpp>
#include <parley/core/user.hpp>
#include <parley/store/sql.hpp>

namespace parley {

struct NewUser {
  UserId id;
  std::string username;
  std::string display_name;
  std::optional<std::string> email;
  std::string password_hash;
  Time created_at;
};

// Members that are empty leave the profile as it is.
struct ProfileChange {
  std::optional<std::string> display_name = {};
  std::optional<std::string> email = {};  // the empty text removes the address
  std::optional<bool> private_reads = {};
  std::optional<bool> hide_presence = {};
  std::optional<bool> do_not_disturb = {};
  std::optional<ReachableBy> reachable_by = {};
  friend bool operator==(const ProfileChange&, const ProfileChange&) = default;
};

class AccountStore {
 public:
  explicit AccountStore(SqlConnection& connection) : connection_(connection) {}

  // Adds a user with a password and returns the stored user. Names that differ in case alone are the same. The e-mail
  // address may be that of another user, because nobody has proved yet whose it is. Errors: username_taken.
  Result<User> add(const NewUser& user);
  // Finds a user, active or not, without regard to case.
  std::optional<User> find_by_username(std::string_view username);
  std::optional<std::string> password_hash(UserId id);
  void set_password_hash(UserId id, std::string_view hash);
  // Changes the profile and returns the user with a new rev. Another e-mail address is not verified any more. Errors:
  // not_found.
  Result<User> update_profile(UserId id, const ProfileChange& change);
  // Sets when users were last seen, unless a later time is stored. Ignores unknown users. Locks the users in the order
  // of their ids, so that two nodes that write the same users do not deadlock.
  // REQUIRES: `seen` is ascending by user id and names each user once.
  void set_last_seen(std::span<const std::pair<UserId, Time>> seen);
  // Closes the account from `now` on, or leaves the time at which it was closed before. Sessions stay: the caller
  // revokes them.
  void deactivate(UserId id, Time now);

 private:
  SqlConnection& connection_;
};

}  // namespace parley
