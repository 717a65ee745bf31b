// Who people are: the part of Accounts that shows and changes profiles.
#include <algorithm>

#include <parley/service/accounts.hpp>

#include "service/account_rules.hpp"
#include "service/membership.hpp"

namespace parley {
namespace {

constexpr std::size_t kFoundMost = 20;

User as_seen_by(UserId reader, User user) {
  if (user.id != reader) user.email.reset();
  return user;
}

Result<User> get_user(Transaction& tx, UserId reader, UserId id) {
  std::optional<User> user = tx.users().find(id);
  if (!user) return fail(ErrorCode::not_found, "There is no such user.");
  return as_seen_by(reader, std::move(*user));
}

Result<std::vector<User>> search_users(Transaction& tx, UserId reader, std::string_view prefix, std::size_t limit) {
  std::vector<User> found = tx.users().search(prefix, limit);
  for (User& user : found) user = as_seen_by(reader, std::move(user));
  return found;
}

Result<User> update_user(Transaction& tx, UserId id, const ProfileChange& change) {
  if (change == ProfileChange{}) return get_user(tx, id, id);
  Result<User> user = tx.users().update_profile(id, change);
  if (user) tx.announce(UserEvent{id, user->rev, ProfileUpdated{*user}});
  return user;
}

}  // namespace

Task<User> Accounts::get(Caller caller, UserId user) {
  return database_.read([reader = caller.user, user](Transaction& tx) { return get_user(tx, reader, user); });
}

Task<std::vector<User>> Accounts::search(Caller caller, std::string prefix, std::size_t limit) {
  if (prefix.empty()) co_return fail_field("q", "required", "Say how the name begins.");
  co_return co_await database_.read([reader = caller.user, prefix, limit = std::min(limit, kFoundMost)](
                                        Transaction& tx) { return search_users(tx, reader, prefix, limit); });
}

Task<User> Accounts::update_profile(Caller caller, ProfileChange change) {
  const Result<void> checked = check_profile_change(change);
  if (!checked) co_return std::unexpected(checked.error());
  co_return co_await database_.write(
      [user = caller.user, change](Transaction& tx) { return update_user(tx, user, change); });
}

}  // namespace parley
