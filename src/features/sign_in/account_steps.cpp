#include <parley/features/sign_in/refresh_token.hpp>
#include <parley/features/sign_in/store.hpp>
#include <parley/features/sign_in/store_tokens.hpp>

#include "features/accounts/names.hpp"
#include "features/accounts/policy.hpp"
#include "features/sign_in/account_steps.hpp"

namespace parley {

Result<void> check_names(const Registration& registration) {
  Faults faults;
  faults.add(fault_in_username(registration.username));
  if (!registration.display_name.empty()) faults.add(fault_in_display_name(registration.display_name));
  if (registration.email) faults.add(fault_in_email(*registration.email));
  return std::move(faults).result();
}

NewUser new_user(Registration registration, std::string password_hash, Time now) {
  NewUser user;
  user.id = UserId::generate();
  user.display_name = registration.display_name.empty() ? registration.username : std::move(registration.display_name);
  user.username = std::move(registration.username);
  user.email = std::move(registration.email);
  user.password_hash = std::move(password_hash);
  user.created_at = now;
  return user;
}

Result<User> add_user(Transaction& tx, const NewUser& wanted) {
  User user = TRY(tx.store<AccountStore>().add(wanted));
  index_names(tx, user);
  return user;
}

std::vector<SessionId> active_sessions(Transaction& tx, UserId user, std::optional<SessionId> except) {
  std::vector<SessionId> active;
  for (const Session& session : tx.store<SessionStore>().active(user)) {
    if (session.id != except) active.push_back(session.id);
  }
  return active;
}

std::string issue_reset_token(Transaction& tx, UserId user, Time expires_at) {
  std::string token = new_refresh_token();
  tx.store<AccountTokenStore>().add_reset(refresh_token_hash(token), user, expires_at);
  return token;
}

}  // namespace parley
