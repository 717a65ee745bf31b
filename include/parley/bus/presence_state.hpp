// The presence of a user: the state that leases hold, and the rules that connections follow when they show it. Plain
// values.
#pragma once

#include <cstdint>

namespace parley {

// Whether a user is there. If the user has several devices, the greatest state counts. `hidden` is known to the server
// alone: the user has chosen to be offline to all others.
enum class PresenceState : std::uint8_t { offline, away, online, dnd, hidden };

// Returns the state that other users see.
constexpr PresenceState shown_state(PresenceState state) {
  return state == PresenceState::hidden ? PresenceState::offline : state;
}

// What a user's devices say of the user, whatever the devices do.
struct PresenceRules {
  bool is_hidden = false;  // the user is hidden on all devices
  bool do_not_disturb = false;
  friend bool operator==(const PresenceRules&, const PresenceRules&) = default;
};

}  // namespace parley
