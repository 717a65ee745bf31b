// The table of events, with one row for each kind. The encoder, the announcements to the hub, the AsyncAPI document and
// the audience test read it. No other code says anything about a kind of event. Constants; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <parley/bus/instruction.hpp>
#include <parley/core/event.hpp>
#include <parley/core/event_description.hpp>
#include <parley/core/event_json.hpp>

#include "core/event_data.hpp"

namespace parley::event_table {

template <class ChangeType, class Data, class Instruct, class Hidden>
struct Row {
  using Change = ChangeType;
  using DataType = std::remove_cvref_t<std::invoke_result_t<Data, const Change&>>;

  std::string_view name;
  EventStream stream;
  Audience audience;
  Data data;  // returns the value of `data`
  Instruct instruction;  // returns what the hub does in addition to the delivery
  Hidden hidden;  // returns the message in the event that not all members may see
  std::string_view summary;
};

template <class Change, class Data, class Instruct, class Hidden>
constexpr auto row(std::string_view name, EventStream stream, Audience audience, Data data, Instruct instruction,
                   Hidden hidden, std::string_view summary) {
  return Row<Change, Data, Instruct, Hidden>{name, stream, audience, data, instruction, hidden, summary};
}

// The names below are the words of the table. NOLINTBEGIN(readability-identifier-naming)

// ---- the value of `data` ----

inline constexpr auto message = [](const auto& change) -> const Message& { return change.message; };
inline constexpr auto member = [](const auto& change) -> const Member& { return change.member; };
inline constexpr auto properties = [](const auto& change) -> const Conversation& { return change.conversation; };
inline constexpr auto summary = [](const auto& change) -> const ConversationSummary& { return *change.summary; };
inline constexpr auto profile = [](const auto& change) -> const User& { return change.user; };
inline constexpr auto itself = [](const auto& change) -> const auto& { return change; };
inline constexpr auto removed = [](const auto& change) { return RemovedConversation{change.conversation}; };
inline constexpr auto receipts = [](const auto& change) { return ReceiptsData{change.members}; };

inline constexpr auto typing = [](const TypingChanged& change) {
  return TypingData{change.user, change.active ? kTypingLifetime.count() : 0};
};
inline constexpr auto typists = [](const TypingMerged& merged) {
  Typists all;
  for (const auto& [user, active] : merged.users) all.users.push_back(typing({merged.conversation, user, active}));
  return all;
};

// ---- what the hub does in addition to the delivery ----

inline constexpr auto nothing = [](const auto&) -> Instruction { return {}; };
inline constexpr auto stop_stream = [](const MemberRemoved& change) -> Instruction {
  return StopDelivery{change.member.user};
};
inline constexpr auto start_stream = [](const ConversationAdded& change) -> Instruction {
  const Conversation& conversation = change.summary->conversation;
  return StartDelivery{{conversation.id, conversation.rev, change.summary->visible_after}};
};
inline constexpr auto end_sessions = [](const SessionsRevoked& change) -> Instruction {
  return EndSessions{change.sessions, static_cast<std::uint8_t>(change.reason)};
};
inline constexpr auto apply_rules = [](const ProfileUpdated& change) -> Instruction {
  return change.user.presence_rules();
};

// ---- what members must not see who see only later messages ----

// They see the whole event.
struct HideNothing {
  template <class Change>
  std::optional<Seq> operator()(const Change&) const {
    return std::nullopt;
  }
};
inline constexpr HideNothing hide_nothing{};

// They do not see the message. They learn only that there is a new rev.
struct HideMessage {
  template <class Change>
  std::optional<Seq> operator()(const Change& change) const {
    return change.message.seq;
  }
};
inline constexpr HideMessage hide_message{};

// They get the message without its quote. `rest` returns the event without what they must not see.
struct HideQuote {
  std::optional<Seq> operator()(const MessageCreated& change) const {
    if (!change.message.quote) return std::nullopt;
    return change.message.quote->seq;
  }
  MessageCreated rest(MessageCreated change) const {
    change.message.quote.reset();
    return change;
  }
};
inline constexpr HideQuote hide_quote{};

// NOLINTEND(readability-identifier-naming)

// ---- the table ----

using enum EventStream;
using enum Audience;

// clang-format off
inline constexpr std::tuple kEvents{
  //  what happened        name                   stream        audience       data        hub also      late joiners
  row<MessageCreated>     ("message.created",     conversation, members,       message,    nothing,      hide_quote,
    "A message was sent."),
  row<MessageEdited>      ("message.edited",      conversation, members,       message,    nothing,      hide_message,
    "A message's text was changed."),
  row<MessageDeleted>     ("message.deleted",     conversation, members,       message,    nothing,      hide_message,
    "A message was deleted. Its tombstone stays."),
  row<MessageReacted>     ("message.reacted",     conversation, members,       message,    nothing,      hide_message,
    "A member added a reaction to a message, or removed one."),
  row<MessagePinned>      ("message.pinned",      conversation, members,       message,    nothing,      hide_message,
    "A message was pinned."),
  row<MessageUnpinned>    ("message.unpinned",    conversation, members,       message,    nothing,      hide_message,
    "A message is no longer pinned."),
  row<MemberAdded>        ("member.added",        conversation, members,       member,     nothing,      hide_nothing,
    "A member joined."),
  row<MemberUpdated>      ("member.updated",      conversation, members,       member,     nothing,      hide_nothing,
    "A member's role changed."),
  row<MemberRemoved>      ("member.removed",      conversation, members,       member,     stop_stream,  hide_nothing,
    "A member left or was removed."),
  row<ConversationUpdated>("conversation.updated",conversation, members,       properties, nothing,      hide_nothing,
    "Title, label or another property changed."),
  row<ConversationChanges>("conversation.changes",conversation, members,       itself,     nothing,      hide_nothing,
    "Replaces the events of every rev after data.since up to rev. Apply it like a sync."),

  row<ConversationAdded>  ("conversation.added",  user,         own_devices,   summary,    start_stream, hide_nothing,
    "The user is a member of a new conversation, whose events follow from this rev on."),
  row<ConversationRemoved>("conversation.removed",user,         own_devices,   removed,    nothing,      hide_nothing,
    "The user is no longer a member of a conversation."),
  row<ProfileUpdated>     ("profile.updated",     user,         own_devices,   profile,    apply_rules,  hide_nothing,
    "The user changed their profile."),
  row<SessionsRevoked>    ("sessions.revoked",    user,         own_devices,   itself,     end_sessions, hide_nothing,
    "Sessions of the user ended. Their connections close with 4410."),
  row<SettingsUpdated>    ("settings.updated",    user,         own_devices,   itself,     nothing,      hide_nothing,
    "The user changed their settings of a conversation."),
  row<BlocksUpdated>      ("blocks.updated",      user,         own_devices,   itself,     nothing,      hide_nothing,
    "The user blocked or unblocked another user."),
  row<InvitationsUpdated> ("invitations.updated", user,         own_devices,   itself,     nothing,      hide_nothing,
    "Somebody invited the user, or the user answered an invitation."),

  row<TypingChanged>      ("typing",              signal,       other_members, typing,     nothing,      hide_nothing,
    "Another member types or has stopped."),
  row<TypingMerged>       ("typing",              signal,       other_members, typists,    nothing,      hide_nothing,
    "Several members of a large conversation type or have stopped."),
  row<ReadCursorMoved>    ("receipt",             signal,       own_devices,   itself,     nothing,      hide_nothing,
    "The user has read up to this message on one of their devices."),
  row<ReceiptsMoved>      ("receipts",            signal,       members,       receipts,   nothing,      hide_nothing,
    "Members have received or read more. A member who sends a message has read the messages before it."),

  row<Presence>           ("presence",            ephemeral,    watchers,      itself,     nothing,      hide_nothing,
    "A user that the client watches came online, changed state, or has been offline for a while."),
  row<Heartbeat>          ("heartbeat",           ephemeral,    one_client,    itself,     nothing,      hide_nothing,
    "The server is alive. The digest shows up to which revs it has sent events to this client.")};
// clang-format on

// Returns the row of a kind of event. The search is done by the compiler, so a kind without a row does not compile.
template <class Change, std::size_t Index = 0>
constexpr const auto& row_of() {
  using Candidate = typename std::tuple_element_t<Index, std::remove_cv_t<decltype(kEvents)>>::Change;
  if constexpr (std::is_same_v<Candidate, Change>)
    return std::get<Index>(kEvents);
  else
    return row_of<Change, Index + 1>();
}

template <class Change>
using DataOf = typename std::remove_cvref_t<decltype(row_of<Change>())>::DataType;

}  // namespace parley::event_table
