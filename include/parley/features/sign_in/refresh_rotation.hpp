// Decides what happens to a refresh token that a client presents. A pure decision over the rows of the token and of its
// successor. The transaction that acts on the decision makes it, so that two requests with one token are judged one
// after the other. Any thread.
//
// The scheme is called confirm-on-use. An exchange does not invalidate the token, because the reply may be lost. The
// token becomes invalid when its successor is used for the first time, since this shows that the successor arrived.
// Until then the token can be exchanged again, for the same successor. So at most two tokens of a chain are valid: the
// newest one, and the one that it was issued for. A client that presents an older token either stole it or was stolen
// from, and the session ends for both.
//
// A token that was exchanged can be exchanged again for two minutes from anywhere, since its reply may have been lost
// on a network that the client has left. After that, only the device and network that refreshed last may do so.
//
// The scheme has two limits. A thief who exchanges the same tokens as the owner, and is never two steps ahead, is not
// detected. And a client is taken for a thief if one of its tabs presents an old token after another tab went two steps
// ahead: tabs that share a token must refresh one at a time, or with the same token.
#pragma once

#include <optional>

#include <parley/base/time.hpp>
#include <parley/core/user.hpp>

namespace parley {

enum class RotationOutcome {
  rotate,  // first use: store the successor, and set used_at and successor of this token; its predecessor is now
           // invalid
  repeat,  // the successor exists and was never used: give the same one again, and change nothing
  reused,  // the successor was used: revoke the session
  refused,  // unknown, expired, or of a revoked session: there is nothing to give and nothing to revoke
};

// How long a token can be exchanged again from another device or network.
inline constexpr std::chrono::minutes kRepeatAnywhere{2};
// How long a session can last, however often it is refreshed.
inline constexpr std::chrono::days kSessionLongest{90};

// What the decision has to know of the session.
struct SessionFacts {
  bool is_revoked = false;
  Time created_at;
  bool is_same_place = false;  // the token comes from the device and network that refreshed the session last
};

// Returns the decision. `presented` is the row with the hash of the presented token, and `successor` is the row that it
// names. Rows of invalid tokens are kept until they expire, so that their reuse is recognised. The time is compared
// with the expiry only: a clock that goes back can make an expired token valid again, but not a token that was
// replaced.
RotationOutcome judge_refresh(const std::optional<RefreshToken>& presented,
                              const std::optional<RefreshToken>& successor, const SessionFacts& session, Time now);

}  // namespace parley
