// The presence of a user: the state that leases hold, and the rules that connections follow when they show it. Plain
// values.
#pragma once

#include <cstdint>

namespace parley {

// Whether a user is there. If the user has several devices, the greatest state counts.
enum class PresenceState : std::uint8_t { offline, away, online, dnd };

// What a user's devices say of the user, whatever the devices do.
struct PresenceRules {
  bool is_hidden = false;  // the devices say nothing
  bool do_not_disturb = false;
  friend bool operator==(const PresenceRules&, const PresenceRules&) = default;
};

}  // namespace parley
