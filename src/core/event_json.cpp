#include <parley/core/event_json.hpp>

#include "core/event_table.hpp"

namespace parley {
namespace {

using event_table::DataOf;
using event_table::row_of;

// Returns {"event":…, <position>, "data":…}. `write_position` writes the stream of the event and its position there.
template <class Change, class WritePosition>
std::string encode(const Change& change, WritePosition write_position) {
  const auto& row = row_of<Change>();
  std::string out;
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("event");
  writer.text(row.name);
  write_position(writer);
  writer.key("data");
  Codec<DataOf<Change>>::write(writer, row.data(change));
  writer.end_object();
  return out;
}

constexpr auto kNowhere = [](JsonWriter&) {};

auto in_conversation(ConversationId conversation, std::optional<Rev> rev) {
  return [=](JsonWriter& writer) {
    writer.key("conversation");
    writer.text(conversation.text());
    if (!rev) return;
    writer.key("rev");
    writer.integer(rev->value());
  };
}

// There is one overload for each kind of stream.
std::string encode_one(const ConversationEvent& event) {
  return std::visit([&](const auto& change) { return encode(change, in_conversation(event.conversation, event.rev)); },
                    event.change);
}

std::string encode_one(const UserEvent& event) {
  const auto on_stream = [&](JsonWriter& writer) {
    writer.key("user_rev");
    writer.integer(event.rev.value());
  };
  return std::visit([&](const auto& change) { return encode(change, on_stream); }, event.change);
}

// A signal names its conversation, but has no position in its order.
template <class Signal>
std::string encode_one(const Signal& signal) {
  return encode(signal, in_conversation(signal.conversation, std::nullopt));
}

}  // namespace

std::string encode_event(const Event& event) {
  return std::visit([](const auto& one) { return encode_one(one); }, event);
}

std::string encode_changes(const ConversationChanges& changes) {
  return encode(changes, in_conversation(changes.conversation, changes.rev));
}

std::string encode_heartbeat(Time now, std::int64_t digest) { return encode(Heartbeat{now, digest}, kNowhere); }

std::string encode_presence(const Presence& presence) { return encode(presence, kNowhere); }

}  // namespace parley
