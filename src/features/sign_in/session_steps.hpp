// Begins, checks and ends sessions. Steps of a transaction, on the thread that runs it.
#pragma once

#include <span>

#include <parley/features/sign_in/types.hpp>
#include <parley/store/database.hpp>

namespace parley {

// How long a session may end other sessions after its user has proved the password in it.
inline constexpr std::chrono::minutes kConfirmationLife{10};

// Returns the error for a session that has ended.
std::unexpected<Error> not_signed_in();

// Returns the user of a session that was not revoked. Errors: unauthenticated (there is no such session of this user,
// it was revoked, or the user may not sign in).
Result<User> find_signed_in(Transaction& tx, UserId user, SessionId session);
// Judges as find_signed_in() does, from rows that the caller has read.
Result<User> judge_signed_in(UserId user_id, const std::optional<Session>& session, std::optional<User> user);

// Returns whether the user has signed in, or proved the password again, in this session within kConfirmationLife.
bool is_confirmed(const Session& session, Time now);

// Returns the header with which the device names itself, as the list of sessions shows it.
std::string shown_user_agent(const Device& device);

// Returns a session with its first refresh token. begin_session() stores it, and ends the sessions that the user has
// beyond kSessionsMost, those unused for longest.
NewSession new_session(UserId user, const Device& device, Time now, std::chrono::days refresh_lifetime);
void begin_session(Transaction& tx, const NewSession& session);

// Revokes the sessions that were not revoked yet and announces their end, so that every node closes their live
// connections.
void end_sessions(Transaction& tx, UserId user, std::span<const SessionId> sessions, RevocationReason reason, Time now);

}  // namespace parley
