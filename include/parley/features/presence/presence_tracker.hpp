// Turns the states that are read from the leases from time to time into the changes that watchers see. A user who comes
// is reported at once. A user who goes is reported after a time of grace, so that a client that reconnects is not seen
// to come and go. A user who hides is there and wants to be offline, so that is reported at once. A state machine
// without I/O: the caller passes the time. Its owner uses it on one thread.
#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include <parley/base/time.hpp>
#include <parley/core/user.hpp>

namespace parley {

class PresenceTracker {
 public:
  explicit PresenceTracker(milliseconds grace) : grace_(grace) {}

  // Takes the states of the `asked` users, in the same order, and returns the changes to report. The first state of a
  // user is remembered and is no change.
  std::vector<Presence> update(std::span<const UserId> asked, std::span<const PresenceState> states, Instant now);
  // Returns the state that was reported last, or offline for a user who was never asked about.
  PresenceState state(UserId user) const;
  void forget(UserId user) { users_.erase(user); }

 private:
  struct Reported {
    PresenceState state = PresenceState::offline;
    std::optional<Instant> absent_since;
  };
  bool is_gone(Reported& reported, Instant now) const;

  milliseconds grace_;
  std::unordered_map<UserId, Reported> users_;
};

}  // namespace parley
