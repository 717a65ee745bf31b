#include <parley/core/event_json.hpp>

#include <parley/core/fields.hpp>

namespace parley {
namespace {

struct Typing {
  UserId user;
  std::int64_t expires_ms = 0;
};

struct Typists {
  std::vector<Typing> users;
};

struct RemovedConversation {
  ConversationId conversation;
};

struct Receipts {
  std::vector<MemberReceipt> members;
};

struct Heartbeat {
  Time time;
  std::int64_t digest = 0;
};

}  // namespace

template <>
struct Fields<Typing> {
  static constexpr std::string_view name = "Typing";
  static constexpr auto list =
      std::tuple{field("user", &Typing::user, "Who types."),
                 field("expires_ms", &Typing::expires_ms, "Show it for so long; 0: no longer typing.")};
};

template <>
struct Fields<Typists> {
  static constexpr std::string_view name = "Typists";
  static constexpr auto list = std::tuple{field("users", &Typists::users, "Several at once, in a large conversation.")};
};

template <>
struct Fields<RemovedConversation> {
  static constexpr std::string_view name = "RemovedConversation";
  static constexpr auto list =
      std::tuple{field("conversation", &RemovedConversation::conversation, "Which one the user is no longer in.")};
};

template <>
struct Fields<SessionsRevoked> {
  static constexpr std::string_view name = "SessionsRevoked";
  static constexpr auto list = std::tuple{field("sessions", &SessionsRevoked::sessions, "Those that ended."),
                                          field("reason", &SessionsRevoked::reason, "Why.")};
};

template <>
struct Fields<BlocksUpdated> {
  static constexpr std::string_view name = "BlocksUpdated";
  static constexpr auto list =
      std::tuple{field("users", &BlocksUpdated::users, "Everybody whom the user has blocked.")};
};

template <>
struct Fields<Receipts> {
  static constexpr std::string_view name = "Receipts";
  static constexpr auto list =
      std::tuple{field("members", &Receipts::members, "Those who have received or read more, and how far.")};
};

template <>
struct Fields<Heartbeat> {
  static constexpr std::string_view name = "Heartbeat";
  static constexpr auto list = std::tuple{
      field("time", &Heartbeat::time, "The server's clock."),
      field("digest", &Heartbeat::digest, "The sum of the revs that this connection's conversations were brought to.")};
};

namespace {

// One row for each kind of event: its name, what it says, its stream, and what its `data` holds.
template <class Change>
struct EventType;

template <>
struct EventType<MessageCreated> {
  static constexpr std::string_view name = "message.created";
  static constexpr std::string_view summary = "A message was sent.";
  static const Message& data(const MessageCreated& change) { return change.message; }
};
template <>
struct EventType<MessageEdited> {
  static constexpr std::string_view name = "message.edited";
  static constexpr std::string_view summary = "A message's text was changed.";
  static const Message& data(const MessageEdited& change) { return change.message; }
};
template <>
struct EventType<MessageDeleted> {
  static constexpr std::string_view name = "message.deleted";
  static constexpr std::string_view summary = "A message was deleted; its tombstone stays.";
  static const Message& data(const MessageDeleted& change) { return change.message; }
};
template <>
struct EventType<MessageReacted> {
  static constexpr std::string_view name = "message.reacted";
  static constexpr std::string_view summary = "Somebody reacted to a message, or took it back.";
  static const Message& data(const MessageReacted& change) { return change.message; }
};
template <>
struct EventType<MessagePinned> {
  static constexpr std::string_view name = "message.pinned";
  static constexpr std::string_view summary = "A message was pinned.";
  static const Message& data(const MessagePinned& change) { return change.message; }
};
template <>
struct EventType<MessageUnpinned> {
  static constexpr std::string_view name = "message.unpinned";
  static constexpr std::string_view summary = "A message is no longer pinned.";
  static const Message& data(const MessageUnpinned& change) { return change.message; }
};
template <>
struct EventType<MemberAdded> {
  static constexpr std::string_view name = "member.added";
  static constexpr std::string_view summary = "Somebody joined.";
  static const Member& data(const MemberAdded& change) { return change.member; }
};
template <>
struct EventType<MemberUpdated> {
  static constexpr std::string_view name = "member.updated";
  static constexpr std::string_view summary = "A member's role changed.";
  static const Member& data(const MemberUpdated& change) { return change.member; }
};
template <>
struct EventType<MemberRemoved> {
  static constexpr std::string_view name = "member.removed";
  static constexpr std::string_view summary = "A member left or was removed.";
  static const Member& data(const MemberRemoved& change) { return change.member; }
};
template <>
struct EventType<ConversationUpdated> {
  static constexpr std::string_view name = "conversation.updated";
  static constexpr std::string_view summary = "Title, label or another property changed.";
  static const Conversation& data(const ConversationUpdated& change) { return change.conversation; }
};
template <>
struct EventType<ConversationAdded> {
  static constexpr std::string_view name = "conversation.added";
  static constexpr std::string_view summary = "The user is in a new conversation; its events follow from this rev on.";
  static const ConversationSummary& data(const ConversationAdded& change) { return change.summary; }
};
template <>
struct EventType<ConversationRemoved> {
  static constexpr std::string_view name = "conversation.removed";
  static constexpr std::string_view summary = "The user is no longer in a conversation.";
  static RemovedConversation data(const ConversationRemoved& change) { return {change.conversation}; }
};
template <>
struct EventType<ProfileUpdated> {
  static constexpr std::string_view name = "profile.updated";
  static constexpr std::string_view summary = "The user changed the own profile.";
  static const User& data(const ProfileUpdated& change) { return change.user; }
};
template <>
struct EventType<SessionsRevoked> {
  static constexpr std::string_view name = "sessions.revoked";
  static constexpr std::string_view summary = "Sessions of the user ended; their connections close with 4410.";
  static const SessionsRevoked& data(const SessionsRevoked& change) { return change; }
};
template <>
struct EventType<SettingsUpdated> {
  static constexpr std::string_view name = "settings.updated";
  static constexpr std::string_view summary = "The user changed the own settings of a conversation.";
  static const SettingsUpdated& data(const SettingsUpdated& change) { return change; }
};
template <>
struct EventType<BlocksUpdated> {
  static constexpr std::string_view name = "blocks.updated";
  static constexpr std::string_view summary = "The user blocked somebody, or no longer does.";
  static const BlocksUpdated& data(const BlocksUpdated& change) { return change; }
};
template <>
struct EventType<ReceiptsMoved> {
  static constexpr std::string_view name = "receipts";
  static constexpr std::string_view summary =
      "Members have received or read more. Who writes has read what came before.";
  static Receipts data(const ReceiptsMoved& change) { return {change.members}; }
};
template <>
struct EventType<TypingChanged> {
  static constexpr std::string_view name = "typing";
  static constexpr std::string_view summary = "Another member types, or stopped.";
  static Typing data(const TypingChanged& change) { return {change.user, change.active ? kTypingLifetime.count() : 0}; }
};
template <>
struct EventType<TypingMerged> {
  static constexpr std::string_view name = EventType<TypingChanged>::name;
  static Typists data(const TypingMerged& merged) {
    Typists typists;
    for (const auto& [user, active] : merged.users) {
      typists.users.push_back(EventType<TypingChanged>::data({merged.conversation, user, active}));
    }
    return typists;
  }
};
template <>
struct EventType<ReadCursorMoved> {
  static constexpr std::string_view name = "receipt";
  static constexpr std::string_view summary = "The user has read up to here, on whichever device.";
  static const ReadCursorMoved& data(const ReadCursorMoved& change) { return change; }
};

template <class Change>
using DataOf = std::remove_cvref_t<decltype(EventType<Change>::data(std::declval<const Change&>()))>;

// {"event":…, <place>, "data":…}; `place` writes what says where in which stream the event stands.
template <class Data, class Place>
std::string encode(std::string_view name, const Data& data, Place place) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object();
  writer.key("event");
  writer.text(name);
  place(writer);
  writer.key("data");
  Codec<Data>::write(writer, data);
  writer.end_object();
  return out;
}

template <class Change, class Place>
std::string encode_change(const Change& change, Place place) {
  return encode<DataOf<Change>>(EventType<Change>::name, EventType<Change>::data(change), place);
}

auto in_conversation(ConversationId conversation, std::optional<Rev> rev) {
  return [=](JsonWriter& writer) {
    writer.key("conversation");
    writer.text(conversation.text());
    if (!rev) return;
    writer.key("rev");
    writer.integer(rev->value());
  };
}

std::string encode_one(const ConversationEvent& event) {
  return std::visit(
      [&](const auto& change) { return encode_change(change, in_conversation(event.conversation, event.rev)); },
      event.change);
}

std::string encode_one(const UserEvent& event) {
  const auto place = [&](JsonWriter& writer) {
    writer.key("user_rev");
    writer.integer(event.rev.value());
  };
  return std::visit([&](const auto& change) { return encode_change(change, place); }, event.change);
}

// A signal of a conversation, of no place in its order.
template <class Signal>
std::string encode_one(const Signal& event) {
  return encode_change(event, in_conversation(event.conversation, std::nullopt));
}

template <class Change>
EventDescription describe(EventStream stream) {
  return {EventType<Change>::name, EventType<Change>::summary, stream,
          [](SchemaBook& book) { return Codec<DataOf<Change>>::schema(book, {}); }};
}

template <class... Changes>
void describe_all(std::vector<EventDescription>& out, EventStream stream, const std::variant<Changes...>*) {
  (out.push_back(describe<Changes>(stream)), ...);
}

}  // namespace

std::string encode_event(const Event& event) {
  return std::visit([](const auto& one) { return encode_one(one); }, event);
}

std::string encode_changes(const ConversationChanges& changes) {
  return encode("conversation.changes", changes, in_conversation(changes.conversation, changes.rev));
}

std::string encode_heartbeat(Time now, std::int64_t digest) {
  return encode("heartbeat", Heartbeat{now, digest}, [](JsonWriter&) {});
}

std::string encode_presence(const Presence& presence) {
  return encode("presence", presence, [](JsonWriter&) {});
}

std::vector<EventDescription> event_descriptions() {
  std::vector<EventDescription> all;
  describe_all(all, EventStream::conversation, static_cast<const ConversationChange*>(nullptr));
  all.push_back({"conversation.changes", "Stands for every rev after data.since up to rev: apply it like a sync.",
                 EventStream::conversation,
                 [](SchemaBook& book) { return Codec<ConversationChanges>::schema(book, {}); }});
  describe_all(all, EventStream::user, static_cast<const UserChange*>(nullptr));
  all.push_back(
      {EventType<TypingChanged>::name, EventType<TypingChanged>::summary, EventStream::signal, [](SchemaBook& book) {
         return "{\"oneOf\":[" + Codec<Typing>::schema(book, {}) + "," + Codec<Typists>::schema(book, {}) + "]}";
       }});
  all.push_back(describe<ReadCursorMoved>(EventStream::signal));
  all.push_back(describe<ReceiptsMoved>(EventStream::signal));
  all.push_back({"presence",
                 "Somebody whom the client watches came, changed how they are, or has been gone for a while.",
                 EventStream::ephemeral, [](SchemaBook& book) { return Codec<Presence>::schema(book, {}); }});
  all.push_back({"heartbeat", "The server is alive, and this is how far it has brought you.", EventStream::ephemeral,
                 [](SchemaBook& book) { return Codec<Heartbeat>::schema(book, {}); }});
  return all;
}

}  // namespace parley
