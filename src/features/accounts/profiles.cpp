#include <parley/features/accounts/profiles.hpp>

#include <span>

#include <parley/core/announce.hpp>
#include <parley/core/store/reach.hpp>
#include <parley/core/store/users.hpp>
#include <parley/features/accounts/store.hpp>
#include <parley/features/accounts/store_people.hpp>

#include "core/membership.hpp"
#include "features/accounts/names.hpp"
#include "features/accounts/policy.hpp"

namespace parley {
namespace {

Result<User> get_user(Transaction& tx, UserId reader, UserId id) {
  std::optional<User> user = tx.store<UserStore>().find(id);
  if (!user) return no_such_user();
  return as_seen_by(reader, std::move(*user));
}

// A user who has blocked the reader does not exist for the reader.
Result<User> get_user_for(Transaction& tx, UserId reader, UserId id) {
  User user = TRY(get_user(tx, reader, id));
  if (user.has_blocks && tx.store<ReachStore>().blocks_between(reader, std::span(&id, 1)).front().by_other) {
    return no_such_user();
  }
  return user;
}

// Announces the change on the user's own stream, so that the user's other devices show it too.
Result<User> update_user(Transaction& tx, UserId id, const ProfileChange& change,
                         const std::optional<ProvenPassword>& proven) {
  if (change == ProfileChange{}) return get_user(tx, id, id);
  if (proven) TRY(lock_same_password(tx, *proven));
  User user = TRY(tx.store<AccountStore>().update_profile(id, change));
  if (change.display_name) index_names(tx, user);
  announce(tx, UserEvent{id, user.rev, ProfileUpdated{user}});
  return user;
}

}  // namespace

Task<User> Profiles::get(Caller caller, UserId user) {
  return database_.read([reader = caller.user, user](Transaction& tx) { return get_user_for(tx, reader, user); });
}

Task<User> Profiles::update(Caller caller, ProfileChange change, std::optional<std::string> current_password,
                            Device device) {
  CO_TRY(check_profile_change(change));
  std::optional<ProvenPassword> proven;
  if (change.email) CO_TRY(co_await drop_same_email(caller, change));
  if (change.email) {
    if (!current_password) {
      co_return fail_field("current_password", FieldFault::required, "Another e-mail address needs the password.");
    }
    proven = CO_TRY(co_await prover_.prove(caller, *std::move(current_password), std::move(device)));
  }
  co_return co_await database_.write(
      [user = caller.user, change, proven](Transaction& tx) { return update_user(tx, user, change, proven); });
}

Task<void> Profiles::drop_same_email(Caller caller, ProfileChange& change) {
  const User user =
      CO_TRY(co_await database_.read([id = caller.user](Transaction& tx) { return get_user(tx, id, id); }));
  if (user.email.value_or("") == *change.email) change.email.reset();
  co_return Result<void>();
}

}  // namespace parley
