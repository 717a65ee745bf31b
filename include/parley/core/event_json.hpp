// Encodes events as clients receive them. Each event is one JSON text. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>

#include <parley/base/time.hpp>
#include <parley/core/event.hpp>

namespace parley {

// Clients show a typing signal for this time, unless it is renewed.
inline constexpr milliseconds kTypingLifetime{6000};

// Returns one of these forms, which depends on the stream of the event:
// {"event":"message.created","conversation":…,"rev":…,"data":{…}}
// {"event":"conversation.added","user_rev":…,"data":{…}}
// {"event":"typing","conversation":…,"data":{…}} for an ephemeral event
std::string encode_event(const Event& event);

// Encodes events one after the other. Events of which one follows the other and which share a summary, as those for the
// members of a new group, have it encoded once. Lives for one call that encodes what a transaction has committed.
class EventEncoder {
 public:
  // Returns encode_event(event). The encoder borrows the event for its lifetime.
  std::string encode(const Event& event);

 private:
  const ConversationSummary* summary_ = nullptr;
  std::string summary_json_;
};

// Returns {"event":"conversation.changes","conversation":…,"rev":…,"data":{…}}. It replaces the events of every rev in
// (data.since, rev].
std::string encode_changes(const ConversationChanges& changes);
// `digest` is the sum of the revs up to which this connection has received its conversations.
std::string encode_heartbeat(Time now, std::int64_t digest);

// Presence has no stream, so it names only the user.
std::string encode_presence(const Presence& presence);

}  // namespace parley
