#include <parley/features/presence/presence_tracker.hpp>

#include <cassert>
#include <utility>

namespace parley {

std::vector<Presence> PresenceTracker::update(std::span<const UserId> asked, std::span<const PresenceState> states,
                                              Instant now) {
  assert(asked.size() == states.size());
  std::vector<Presence> transitions;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const PresenceState state = shown_state(states[i]);
    // A user who is new here is no transition, because watch() returns the state to the one who asked.
    Reported& reported = users_.try_emplace(asked[i], Reported{state, std::nullopt}).first->second;
    if (states[i] != PresenceState::offline) {
      reported.absent_since.reset();
      if (std::exchange(reported.state, state) != state) transitions.push_back({asked[i], state});
    } else if (is_gone(reported, now)) {
      transitions.push_back({asked[i], PresenceState::offline});
    }
  }
  return transitions;
}

PresenceState PresenceTracker::state(UserId user) const {
  const auto found = users_.find(user);
  return found == users_.end() ? PresenceState::offline : found->second.state;
}

// Is called for a user without a lease. The first such call starts the time of grace.
bool PresenceTracker::is_gone(Reported& reported, Instant now) const {
  if (reported.state == PresenceState::offline) return false;
  if (!reported.absent_since) reported.absent_since = now;
  if (now - *reported.absent_since < grace_) return false;
  reported = {};
  return true;
}

}  // namespace parley
