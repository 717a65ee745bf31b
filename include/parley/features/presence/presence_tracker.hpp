// Turns what the leases say from time to time into what people are told: somebody came at once, somebody went only when
// the absence has lasted, so that a client that reconnects does not flicker. Pure, time passed in; the owner keeps it
// to one thread.
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

  // `states` are those of the `asked` by their leases, in their order. Gives the transitions; a user who is asked about
  // for the first time makes none.
  std::vector<Presence> update(std::span<const UserId> asked, std::span<const PresenceState> states, Instant now);
  // As it was told last; offline for a user who was never asked about.
  PresenceState state(UserId user) const;
  void forget(UserId user) { users_.erase(user); }

 private:
  struct Told {
    PresenceState state = PresenceState::offline;
    std::optional<Instant> absent_since;
  };
  bool went(Told& told, Instant now) const;

  milliseconds grace_;
  std::unordered_map<UserId, Told> users_;
};

}  // namespace parley
