#include <parley/features/presence/presence_tracker.hpp>

#include <cassert>
#include <utility>

namespace parley {

std::vector<Presence> PresenceTracker::update(std::span<const UserId> asked, std::span<const PresenceState> states,
                                              Instant now) {
  assert(asked.size() == states.size());
  std::vector<Presence> transitions;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    Told& told = users_.try_emplace(asked[i], Told{states[i], std::nullopt}).first->second;
    if (states[i] != PresenceState::offline) {
      told.absent_since.reset();
      if (std::exchange(told.state, states[i]) != states[i]) transitions.push_back({asked[i], states[i]});
    } else if (went(told, now)) {
      transitions.push_back({asked[i], PresenceState::offline});
    }
  }
  return transitions;
}

PresenceState PresenceTracker::state(UserId user) const {
  const auto found = users_.find(user);
  return found == users_.end() ? PresenceState::offline : found->second.state;
}

bool PresenceTracker::went(Told& told, Instant now) const {
  if (told.state == PresenceState::offline) return false;
  if (!told.absent_since) told.absent_since = now;
  if (now - *told.absent_since < grace_) return false;
  told = {};
  return true;
}

}  // namespace parley
