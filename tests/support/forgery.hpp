// Makes the messages with which a stranger tries to speak for a node in Redis. Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <parley/bus/event_bus.hpp>

namespace parley::testing {

inline constexpr const char* kForgersSecret = "a secret that only the forger has";
// The body of every forged message.
inline constexpr const char* kForgedBody = "forged";

// Returns a publication of a message at this rev, with an instruction for the hub.
Publication forged_event(const Topic& topic, std::int64_t rev, Instruction instruction = {});

// Returns the publication in every form that a stranger can write: without a seal, in the version that had none, and
// sealed with another key.
std::vector<std::string> forged_forms(const Publication& publication);

}  // namespace parley::testing
