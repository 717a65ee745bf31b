// Adds accounts, finds their sessions and issues one-time links. Registration, the development tokens and the operator
// share these. Steps of a transaction, on the thread that runs it; the functions without a transaction are pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <parley/features/accounts/store.hpp>
#include <parley/features/sign_in/types.hpp>
#include <parley/store/database.hpp>

namespace parley {

// The stored hash of an account without a password. It is no bcrypt hash, so that no password is right.
inline constexpr std::string_view kNoPassword = "!";

// Checks username, display name and e-mail address, but not the password. Errors: invalid_request with every field at
// fault.
Result<void> check_names(const Registration& registration);
// Returns the account to add. Its display name is the username if the registration has none.
NewUser new_user(Registration registration, std::string password_hash, Time now);
// Errors: username_taken.
Result<User> add_user(Transaction& tx, const NewUser& wanted);

// Returns the user's sessions that have not ended.
std::vector<SessionId> active_sessions(Transaction& tx, UserId user, std::optional<SessionId> except = {});

// Stores a new one-time link with which the user sets a password, instead of an earlier one. Returns its token.
std::string issue_reset_token(Transaction& tx, UserId user, Time expires_at);

}  // namespace parley
