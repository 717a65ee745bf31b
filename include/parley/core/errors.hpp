// Makes the errors that several parts of the server answer with, so that each text stands once. Pure; any thread.
#pragma once

#include <parley/base/error.hpp>

namespace parley {

// A user who may not know that a conversation or message exists gets the same error as if it did not exist.
inline std::unexpected<Error> no_such_conversation() {
  return fail(ErrorCode::not_found, "There is no such conversation.");
}
inline std::unexpected<Error> no_such_message() { return fail(ErrorCode::not_found, "There is no such message."); }

inline std::unexpected<Error> no_longer_member() {
  return fail(ErrorCode::forbidden, "You are no longer a member of this conversation.");
}
inline std::unexpected<Error> blocked_error() { return fail(ErrorCode::blocked, "One of you has blocked the other."); }
inline std::unexpected<Error> closed_account() { return fail(ErrorCode::forbidden, "This account is closed."); }

}  // namespace parley
