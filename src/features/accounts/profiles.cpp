// Who people are: the part of Accounts that shows and changes profiles.
#include <algorithm>

#include <parley/core/announce.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_people.hpp>
#include <parley/features/sign_in/accounts.hpp>

#include "core/membership.hpp"
#include "features/accounts/account_rules.hpp"
#include "features/accounts/user_words.hpp"

namespace parley {
namespace {

constexpr std::size_t kIndexedAtOnce = 64;

User as_seen_by(UserId reader, User user) {
  if (user.id != reader) user.email.reset();
  return user;
}

Result<User> get_user(Transaction& tx, UserId reader, UserId id) {
  std::optional<User> user = tx.store<UserStore>().find(id);
  if (!user) return fail(ErrorCode::not_found, "There is no such user.");
  return as_seen_by(reader, std::move(*user));
}

Result<std::vector<User>> search_users(Transaction& tx, UserId reader, std::string_view name, std::size_t limit) {
  std::vector<User> found = tx.store<PeopleStore>().search(name, limit);
  if (const auto beginnings = beginnings_of(name); !beginnings.empty() && found.size() < limit) {
    for (User& user : tx.store<PeopleStore>().search_words(beginnings, limit)) {
      if (found.size() == limit) break;
      if (std::ranges::find(found, user.id, &User::id) == found.end()) found.push_back(std::move(user));
    }
  }
  for (User& user : found) user = as_seen_by(reader, std::move(user));
  return found;
}

Result<User> update_user(Transaction& tx, UserId id, const ProfileChange& change) {
  if (change == ProfileChange{}) return get_user(tx, id, id);
  Result<User> user = tx.store<AccountStore>().update_profile(id, change);
  if (!user) return user;
  if (change.display_name) index_names(tx, *user);
  announce(tx, UserEvent{id, user->rev, ProfileUpdated{*user}});
  return user;
}

// Gives the number of users.
std::size_t index_some(Transaction& tx) {
  const std::vector<User> users = tx.store<PeopleStore>().without_words(kIndexedAtOnce);
  for (const User& user : users) index_names(tx, user);
  return users.size();
}

}  // namespace

Task<User> Accounts::get(Caller caller, UserId user) {
  return database_.read([reader = caller.user, user](Transaction& tx) { return get_user(tx, reader, user); });
}

Task<std::vector<User>> Accounts::search(Caller caller, std::string name, std::size_t limit) {
  if (name.empty()) co_return fail_field("q", FieldFault::required, "Say how the name begins.");
  co_return co_await database_.read([reader = caller.user, name, limit = std::min(limit, kFoundUsersMost)](
                                        Transaction& tx) { return search_users(tx, reader, name, limit); });
}

Task<void> Accounts::index_names() { co_return co_await repeat(kIndexedAtOnce, index_some); }

Task<User> Accounts::update_profile(Caller caller, ProfileChange change) {
  const Result<void> checked = check_profile_change(change);
  if (!checked) co_return std::unexpected(checked.error());
  co_return co_await database_.write(
      [user = caller.user, change](Transaction& tx) { return update_user(tx, user, change); });
}

}  // namespace parley
