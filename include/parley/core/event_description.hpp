// Describes every kind of event for the API documents and for tests. The rows themselves are in
// src/core/event_table.hpp. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <parley/protocol/codec.hpp>

namespace parley {

// The stream that an event belongs to. `rev` counts the events of a conversation, `user_rev` those of a user. A signal
// names its conversation and has no position in its order. An ephemeral event belongs to no stream.
enum class EventStream { conversation, user, signal, ephemeral };

// The clients that get an event.
enum class Audience {
  members,        // every member of the conversation, on every device
  other_members,  // every member of the conversation except the users that the event is about
  own_devices,    // every device of the user that the event is about
  watchers,       // clients that watch the user that the event is about
  one_client,     // only the client to which it is sent
};

struct EventDescription {
  std::string_view name;
  std::string_view summary;
  EventStream stream;
  Audience audience;
  std::vector<std::string (*)(SchemaBook&)> forms;  // the schemas of `data`, usually one

  // Returns the JSON Schema of `data`, which has one of the forms.
  std::string schema(SchemaBook& book) const;
};

// Returns the descriptions in the order of the table. An event that has several forms is described once.
std::vector<EventDescription> event_descriptions();

}  // namespace parley
