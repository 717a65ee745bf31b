// Accounts: what users have beside the row that every feature needs. As a transaction sees them; belongs to the thread
// that runs the transaction. A database that fails throws StoreFailure.
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

struct ProfileChange {
  std::optional<std::string> display_name = {};
  std::optional<std::string> email = {};  // empty text removes it
  std::optional<bool> private_reads = {};
  std::optional<bool> hide_presence = {};
  std::optional<bool> do_not_disturb = {};
  friend bool operator==(const ProfileChange&, const ProfileChange&) = default;
};

class AccountStore {
 public:
  explicit AccountStore(SqlConnection& connection) : connection_(connection) {}

  // Errors: username_taken, email_taken (both without regard to case).
  Result<User> add(const NewUser& user);
  std::optional<User> find_by_username(std::string_view username);
  std::optional<std::string> password_hash(UserId id);
  void set_password_hash(UserId id, std::string_view hash);
  // Changes what is given and gives back the user, under a new rev. Errors: email_taken, not_found.
  Result<User> update_profile(UserId id, const ProfileChange& change);
  // When they were last seen, if that is later than what is known. Given by user id, so that writers take turns.
  void set_last_seen(std::span<const std::pair<UserId, Time>> seen);
  // Nobody signs in as this user any more. The caller revokes the sessions.
  void deactivate(UserId id, Time now);

 private:
  bool is_email_taken(std::string_view email, UserId except);

  SqlConnection& connection_;
};

}  // namespace parley
