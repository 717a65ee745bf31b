// Every kind of event as documents and tests see it. The rows themselves are in src/core/event_table.hpp. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <parley/protocol/codec.hpp>

namespace parley {

// Where an event stands. A conversation's events are counted by `rev`, a user's own by `user_rev`. A signal names its
// conversation and has no place in its order. An ephemeral event names nothing.
enum class EventStream { conversation, user, signal, ephemeral };

// Who gets an event.
enum class Audience {
  members,        // every member of the conversation, on every device
  other_members,  // every member of the conversation except the users whom the event is about
  own_devices,    // every device of the one user whom the event is about
  watchers,       // clients that watch the user whom the event is about
  one_client,     // the client to which it is sent, and nobody else
};

struct EventDescription {
  std::string_view name;
  std::string_view summary;
  EventStream stream;
  Audience audience;
  std::vector<std::string (*)(SchemaBook&)> forms;  // the schemas of `data`, usually one

  // The JSON Schema of `data`: one of the forms.
  std::string schema(SchemaBook& book) const;
};

// In the order of the table; an event that comes in several forms is described once.
std::vector<EventDescription> event_descriptions();

}  // namespace parley
