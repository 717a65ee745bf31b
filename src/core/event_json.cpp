#include <parley/core/event_json.hpp>

#include "core/event_table.hpp"

namespace parley {
namespace {

using event_table::DataOf;
using event_table::row_of;

// Returns {"event":…, <position>, "data":…}. `write_position` writes the stream of the event and its position there,
// and `write_data` the data.
template <class WritePosition, class WriteData>
std::string encode(std::string_view name, WritePosition write_position, WriteData write_data) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("event");
  writer.text(name);
  write_position(writer);
  writer.key("data");
  write_data(writer);
  writer.end_object();
  return out;
}

template <class Change, class WritePosition>
std::string encode(const Change& change, WritePosition write_position) {
  const auto& row = row_of<Change>();
  return encode(row.name, write_position,
                [&](JsonWriter& writer) { Codec<DataOf<Change>>::write(writer, row.data(change)); });
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

auto on_own_stream(UserRev rev) {
  return [rev](JsonWriter& writer) {
    writer.key("user_rev");
    writer.integer(rev.value());
  };
}

std::string encode_one(const UserEvent& event) {
  return std::visit([&](const auto& change) { return encode(change, on_own_stream(event.rev)); }, event.change);
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

std::string EventEncoder::encode(const Event& event) {
  const auto* to_user = std::get_if<UserEvent>(&event);
  const auto* added = to_user ? std::get_if<ConversationAdded>(&to_user->change) : nullptr;
  if (!added) return encode_event(event);
  if (added->summary.get() != summary_) {
    summary_ = added->summary.get();
    summary_json_ = to_json<ConversationSummary>(*summary_);
  }
  return parley::encode(row_of<ConversationAdded>().name, on_own_stream(to_user->rev),
                        [&](JsonWriter& writer) { writer.raw(summary_json_); });
}

std::string encode_changes(const ConversationChanges& changes) {
  return encode(changes, in_conversation(changes.conversation, changes.rev));
}

std::string encode_heartbeat(Time now, std::int64_t digest) { return encode(Heartbeat{now, digest}, kNowhere); }

std::string encode_presence(const Presence& presence) { return encode(presence, kNowhere); }

}  // namespace parley
