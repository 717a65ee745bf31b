// What an event asks of the hub itself, besides being delivered. It takes effect at the event's place in the order.
// EndSessions is the exception: it takes effect when the publication arrives. Plain values.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include <parley/bus/presence_state.hpp>
#include <parley/bus/topic.hpp>

namespace parley {

// Delivers nothing more of the topic to this user.
struct StopDelivery {
  UserId user;
};
// Delivers to the user what comes after this position of another stream. It is a hint: the hub asks its source whether
// the user may follow that stream.
struct StartDelivery {
  StreamPosition from;
};
// Closes the connections of these sessions.
struct EndSessions {
  std::vector<SessionId> sessions;
  std::uint8_t reason = 0;  // numbered by the publisher; the hub only carries it
};

// PresenceRules: the user's connections follow these rules from now on.
using Instruction = std::variant<std::monostate, StopDelivery, StartDelivery, EndSessions, PresenceRules>;

}  // namespace parley
