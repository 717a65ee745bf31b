// How sessions begin and end: steps of a transaction, on the thread that runs it.
#pragma once

#include <span>

#include <parley/features/sign_in/types.hpp>
#include <parley/store/database.hpp>

namespace parley {

// What somebody is told whose session is no longer good.
std::unexpected<Error> not_signed_in();

// The user of a session that is alive. Errors: unauthenticated.
Result<User> find_signed_in(Transaction& tx, UserId user, SessionId session);
// The same of what was found of the two.
Result<User> judge_signed_in(UserId user_id, const std::optional<Session>& session, std::optional<User> user);

NewSession new_session(UserId user, const Device& device, Time now, std::chrono::days refresh_lifetime);
void begin_session(Transaction& tx, const NewSession& session);

// Ends those that have not ended yet, and announces it, so that their live connections are closed on every node.
void end_sessions(Transaction& tx, UserId user, std::span<const SessionId> sessions, RevocationReason reason, Time now);

}  // namespace parley
