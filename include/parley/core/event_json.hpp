// Events as clients receive them: one JSON text each, and one table that names them all. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <parley/core/event.hpp>
#include <parley/protocol/codec.hpp>

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

// A signal belongs to a conversation and has no place in its order; what is ephemeral belongs to the connection.
enum class EventStream { conversation, user, signal, ephemeral };

struct EventDescription {
  std::string_view name;
  std::string_view summary;
  EventStream stream;
  std::string (*schema)(SchemaBook&);  // of `data`
};

// Every kind of event, for the documents and the tests.
std::vector<EventDescription> event_descriptions();

}  // namespace parley
