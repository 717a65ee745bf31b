#include <parley/hub/presence_tracker.hpp>

#include <unordered_set>
#include <utility>

namespace parley {

std::vector<Presence> PresenceTracker::update(std::span<const UserId> asked, std::span<const UserId> online,
                                              Instant now) {
  const std::unordered_set<UserId> here(online.begin(), online.end());
  std::vector<Presence> transitions;
  for (const UserId user : asked) {
    const bool is_here = here.contains(user);
    const auto [place, is_new] = users_.try_emplace(user, State{is_here, std::nullopt});
    State& state = place->second;
    if (is_here) {
      state.absent_since.reset();
      if (!std::exchange(state.online, true)) transitions.push_back({user, true});
    } else if (!is_new && went(state, now)) {
      transitions.push_back({user, false});
    }
  }
  return transitions;
}

bool PresenceTracker::is_online(UserId user) const {
  const auto found = users_.find(user);
  return found != users_.end() && found->second.online;
}

bool PresenceTracker::went(State& state, Instant now) const {
  if (!state.online) return false;
  if (!state.absent_since) state.absent_since = now;
  if (now - *state.absent_since < grace_) return false;
  state = {};
  return true;
}

}  // namespace parley
