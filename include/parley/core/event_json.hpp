// Events as clients receive them: one JSON text each. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>

#include <parley/base/time.hpp>
#include <parley/core/event.hpp>

namespace parley {

// How long a typing signal is to be shown unless it is renewed.
inline constexpr milliseconds kTypingLifetime{6000};

// {"event":"message.created","conversation":…,"rev":…,"data":{…}},
// {"event":"conversation.added","user_rev":…,"data":{…}} or, ephemeral, {"event":"typing","conversation":…,"data":{…}}.
std::string encode_event(const Event& event);
// {"event":"conversation.changes","conversation":…,"rev":…,"data":{…}}: stands for every rev in (data.since, rev].
std::string encode_changes(const ConversationChanges& changes);
// `digest` is the sum of the revs that this connection's conversations have been brought to.
std::string encode_heartbeat(Time now, std::int64_t digest);

std::string encode_presence(const Presence& presence);

}  // namespace parley
