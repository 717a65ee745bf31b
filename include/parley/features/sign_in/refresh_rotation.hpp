// What a presented refresh token is good for. A pure decision over the rows of the token and of its successor; asked
// inside the transaction that acts on it, so that two requests with one token are judged one after the other.
//
// Confirm-on-use: exchanging a token does not kill it, because the reply may be lost. It dies when its successor is
// used for the first time, since only then has the successor certainly arrived. Until then it can be exchanged again,
// for the same successor. So of one chain two tokens at most are worth something: the newest, and the one it was issued
// for. Whoever comes with an older one either stole it or was stolen from, and the session ends for both.
//
// The limit of that: a thief who exchanges the very tokens that the owner does, never two steps ahead, goes unnoticed.
// And a client that lets a request with the old token wait while another of its tabs goes two steps on is taken for a
// thief: tabs that share a token must refresh one at a time, or with the same token.
#pragma once

#include <optional>

#include <parley/base/time.hpp>
#include <parley/core/user.hpp>

namespace parley {

enum class RotationOutcome {
  rotate,  // first use: store the successor, set used_at and successor; from now on the predecessor is dead
  repeat,  // the successor exists but was never used: hand out the same one again, change nothing
  reused,  // the successor was used: revoke the session
  refused,  // unknown, expired, or of a revoked session: nothing to hand out and nothing left to revoke
};

// `presented` is the row of the presented token's hash, `successor` the row that it names. Rows of dead tokens are kept
// until they expire, so that their reuse is recognised. Time is compared with expiry alone: a clock that goes back can
// make an expired token good again, but never a dead one.
RotationOutcome judge_refresh(const std::optional<RefreshToken>& presented,
                              const std::optional<RefreshToken>& successor, bool session_revoked, Time now);

}  // namespace parley
