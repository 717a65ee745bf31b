#include <parley/features/sign_in/store_tokens.hpp>

namespace parley {

void AccountTokenStore::add_reset(std::string_view hash, UserId user, Time expires_at) {
  remove_all(user);
  connection_
      .query("INSERT INTO account_tokens (token_hash, user_id, purpose, expires_at) VALUES ($1, $2, 'reset', $3)",
             Blob{hash}, user, expires_at)
      .run();
}

std::optional<UserId> AccountTokenStore::find(std::string_view hash, Time now) {
  return connection_
      .query("SELECT user_id FROM account_tokens WHERE token_hash = $1 AND purpose = 'reset' AND expires_at > $2",
             Blob{hash}, now)
      .first(read_value<UserId>);
}

void AccountTokenStore::remove_all(UserId user) {
  connection_.query("DELETE FROM account_tokens WHERE user_id = $1", user).run();
}

void AccountTokenStore::remove_expired(Time now) {
  connection_.query("DELETE FROM account_tokens WHERE expires_at <= $1", now).run();
}

}  // namespace parley
