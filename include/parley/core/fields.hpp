// Defines the JSON form of the domain's types. A field that is not listed here never leaves the server. Constants; any
// thread.
#pragma once

#include <parley/core/conversation.hpp>
#include <parley/core/event.hpp>
#include <parley/core/invitation.hpp>
#include <parley/core/user.hpp>
#include <parley/protocol/codec.hpp>

namespace parley {

template <>
struct Names<UserRole> {
  static constexpr std::array<std::pair<UserRole, std::string_view>, 4> list{{{UserRole::user, "user"},
                                                                              {UserRole::agent, "agent"},
                                                                              {UserRole::admin, "admin"},
                                                                              {UserRole::customer, "customer"}}};
};

template <>
struct Names<ReachableBy> {
  static constexpr std::array<std::pair<ReachableBy, std::string_view>, 3> list{
      {{ReachableBy::everybody, "everybody"}, {ReachableBy::shared, "shared"}, {ReachableBy::nobody, "nobody"}}};
};

template <>
struct Names<PresenceState> {
  static constexpr std::array<std::pair<PresenceState, std::string_view>, 4> list{{{PresenceState::offline, "offline"},
                                                                                   {PresenceState::away, "away"},
                                                                                   {PresenceState::online, "online"},
                                                                                   {PresenceState::dnd, "dnd"}}};
};

template <>
struct Names<RevocationReason> {
  static constexpr std::array<std::pair<RevocationReason, std::string_view>, 7> list{
      {{RevocationReason::logout, "logout"},
       {RevocationReason::revoked_by_user, "revoked_by_user"},
       {RevocationReason::password_changed, "password_changed"},
       {RevocationReason::token_reused, "token_reused"},
       {RevocationReason::replaced, "replaced"},
       {RevocationReason::deactivated, "deactivated"},
       {RevocationReason::ended_by_operator, "ended_by_operator"}}};
};

template <>
struct Names<ConversationKind> {
  static constexpr std::array<std::pair<ConversationKind, std::string_view>, 3> list{
      {{ConversationKind::direct, "direct"},
       {ConversationKind::group, "group"},
       {ConversationKind::support, "support"}}};
};

template <>
struct Names<MemberRole> {
  static constexpr std::array<std::pair<MemberRole, std::string_view>, 3> list{
      {{MemberRole::member, "member"}, {MemberRole::moderator, "moderator"}, {MemberRole::admin, "admin"}}};
};

template <>
struct Names<NotifyLevel> {
  static constexpr std::array<std::pair<NotifyLevel, std::string_view>, 3> list{
      {{NotifyLevel::all, "all"}, {NotifyLevel::mentions, "mentions"}, {NotifyLevel::none, "none"}}};
};

template <>
struct Names<MessageKind> {
  static constexpr std::array<std::pair<MessageKind, std::string_view>, 2> list{
      {{MessageKind::text, "text"}, {MessageKind::system, "system"}}};
};

// A user as other users see it: without address and sign-in data.
struct PublicUser {
  UserId id;
  std::string username;
  std::string display_name;
  bool bot = false;
  bool closed = false;
};

inline PublicUser public_user(const User& user) {
  return {user.id, user.username, user.display_name, user.bot, user.deactivated_at.has_value()};
}

template <>
struct Fields<Presence> {
  static constexpr std::string_view name = "Presence";
  static constexpr auto list = std::tuple{
      field("user", &Presence::user, "The user."),
      field("state", &Presence::state, "The highest state of the user's devices: dnd, then online, then away."),
      derived<Presence, bool>(
          "online", [](const Presence& presence) { return presence.is_online(); },
          "Is any of the user's devices connected?"),
      field("last_seen", &Presence::last_seen,
            "When the last device disconnected, if that is known and not hidden; absent while one is connected.")};
};

template <>
struct Fields<PublicUser> {
  static constexpr std::string_view name = "PublicUser";
  static constexpr auto list =
      std::tuple{field("id", &PublicUser::id, "The user's id."),
                 field("username", &PublicUser::username, "Unique without regard to case."),
                 field("display_name", &PublicUser::display_name, "The name to show."),
                 field("bot", &PublicUser::bot, "Is this a program?"),
                 sparse("closed", &PublicUser::closed, "Present and true: the account is closed.")};
};

template <>
struct Fields<User> {
  static constexpr std::string_view name = "User";
  static constexpr auto list = std::tuple{
      field("id", &User::id, "The user's id."),
      field("username", &User::username, "Unique without regard to case."),
      field("display_name", &User::display_name, "The name to show."),
      field("email", &User::email, "Known only to its owner."),
      field("role", &User::role, "The user's role on this server."),
      field("bot", &User::bot, "Is this a program?"),
      field("created_at", &User::created_at, "When the account was made."),
      field("private_reads", &User::private_reads, "Whether other users do not see what this user has read."),
      field("hide_presence", &User::hide_presence, "Whether other users do not see if this user is online."),
      field("do_not_disturb", &User::do_not_disturb, "The user does not want to be disturbed."),
      field(
          "reachable_by", &User::reachable_by,
          "Who may add the user to a conversation or write to them first; shared: users who share a conversation with "
          "the user. All others make an invitation.")};
};

template <>
struct Fields<Session> {
  static constexpr std::string_view name = "Session";
  static constexpr auto list =
      std::tuple{field("id", &Session::id, "The session's id."),
                 field("user_agent", &Session::user_agent, "The program that signed in, as it named itself."),
                 field("address", &Session::address, "Where it signed in from."),
                 field("created_at", &Session::created_at, "When it signed in."),
                 field("last_seen_at", &Session::last_seen_at, "When it last signed in or refreshed its token.")};
};

template <>
struct Fields<Quote> {
  static constexpr std::string_view name = "Quote";
  static constexpr auto list =
      std::tuple{field("seq", &Quote::seq, "The quoted message's seq."),
                 field("rev", &Quote::rev, "The rev of that message: the quote with the higher rev is newer."),
                 field("sender", &Quote::sender, "Who wrote it."),
                 field("body", &Quote::body, "The beginning of its text; empty if it was deleted."),
                 sparse("deleted", &Quote::deleted, "Present and true: it was deleted.")};
};

template <>
struct Fields<Reaction> {
  static constexpr std::string_view name = "Reaction";
  static constexpr auto list =
      std::tuple{field("emoji", &Reaction::emoji, "One emoji, fully qualified."),
                 field("users", &Reaction::users, "The users who reacted with it, in the order of their reactions.")};
};

template <>
struct Fields<MessageVersion> {
  static constexpr std::string_view name = "MessageVersion";
  static constexpr auto list = std::tuple{field("body", &MessageVersion::body, "What the message said …"),
                                          field("at", &MessageVersion::written_at, "… from this time on.")};
};

template <>
struct Fields<Content> {
  static constexpr auto list =
      std::tuple{field("kind", &Content::kind, "text: a user wrote it; system: the server wrote it."),
                 field("body", &Content::body, "The text exactly as it was sent. Escape it before you show it.")};
};

template <>
struct Fields<Message> {
  static constexpr std::string_view name = "Message";
  static constexpr auto list = std::tuple{
      field("conversation", &Message::conversation, "The conversation; with seq, the message's identity."),
      field("seq", &Message::seq, "The message's number in its conversation: 1, 2, 3 … without gaps."),
      field("rev", &Message::rev, "The conversation's rev at this message's last change. The higher rev wins."),
      field("sender", &Message::sender, "Who wrote it."),
      field("client_id", &Message::client_id, "The id that the sender chose for it."),
      part(&Message::content),
      field("reply_to", &Message::reply_to, "The seq of the message that it answers."),
      field("created_at", &Message::created_at, "When it was accepted."),
      field("edited_at", &Message::edited_at, "When it was last edited; absent if it never was."),
      field("deleted_at", &Message::deleted_at, "When it was deleted. The body is then empty."),
      field("deleted_by", &Message::deleted_by, "Who deleted it; absent if its sender or the operator did."),
      field("pinned_at", &Message::pinned_at, "When it was pinned; absent if it is not pinned."),
      field("pinned_by", &Message::pinned_by, "Who pinned it."),
      field("quote", &Message::quote,
            "The message that it answers, if the reader may see that one. Events other than message.created leave it "
            "out, because it stays as it was."),
      sparse("reactions", &Message::reactions,
             "The reactions by emoji, in the order of the first reaction with each; absent if there are none."),
      sparse("mentions", &Message::mentions, "The members that the text mentions by @name; absent if there are none."),
      sparse("mentions_all", &Message::mentions_all, "Present and true: the text mentions everyone with @all.")};
};

template <>
struct Fields<SentMessage> {
  static constexpr std::string_view name = "SentMessage";
  static constexpr auto list =
      std::tuple{field("message", &SentMessage::message, "The message as it was stored."),
                 field("duplicate", &SentMessage::duplicate,
                       "Whether this client_id was sent before. The message is then the first one with it.")};
};

template <>
struct Fields<Member> {
  static constexpr std::string_view name = "Member";
  static constexpr auto list = std::tuple{
      field("user", &Member::user, "The member's user id."),
      field("username", &Member::username, "The member's username."),
      field("display_name", &Member::display_name, "The name to show."),
      field("role", &Member::role, "moderator: may delete and pin; admin: may also change the group and its members."),
      field("rev", &Member::rev, "The conversation's rev at this membership's last change."),
      field("joined_at", &Member::joined_at, "When the member joined."),
      field("left_at", &Member::left_at, "When the member left; absent for a present member."),
      sparse("closed", &Member::closed,
             "Present and true: the account is closed. A direct conversation with it is over.")};
};

template <>
struct Fields<Conversation> {
  static constexpr std::string_view name = "Conversation";
  static constexpr auto list =
      std::tuple{field("id", &Conversation::id, "The conversation's id."),
                 field("kind", &Conversation::kind, "direct (two members), group or support."),
                 field("title", &Conversation::title, "Empty for a direct conversation: show the other member's name."),
                 field("label", &Conversation::label, "A free text to sort by."),
                 field("shares_history", &Conversation::shares_history,
                       "Whether new members may read what was said before they joined, from when this was turned on."),
                 field("created_by", &Conversation::created_by, "Who made it."),
                 field("created_at", &Conversation::created_at, "When it was made."),
                 field("last_seq", &Conversation::last_seq, "The seq of its last message; 0 if there is none."),
                 field("rev", &Conversation::rev, "Counts its durable changes of every kind, without gaps."),
                 field("meta_rev", &Conversation::meta_rev, "The rev at which its own properties last changed."),
                 field("last_message_at", &Conversation::last_message_at, "When the last message was accepted."),
                 field("member_count", &Conversation::member_count, "How many members are present.")};
};

template <>
struct Fields<ConversationSettings> {
  static constexpr std::string_view name = "ConversationSettings";
  static constexpr auto list = std::tuple{
      field("muted_until", &ConversationSettings::muted_until, "No notifications until then; absent: not muted."),
      field("pinned", &ConversationSettings::pinned, "Whether it stands at the top of the list."),
      field("archived", &ConversationSettings::archived, "Whether it is archived."),
      field("notify", &ConversationSettings::notify, "Which messages cause a notification.")};
};

template <>
struct Fields<SettingsUpdated> {
  static constexpr std::string_view name = "SettingsUpdated";
  static constexpr auto list =
      std::tuple{field("conversation", &SettingsUpdated::conversation, "The conversation."),
                 field("settings", &SettingsUpdated::settings, "The user's own settings of it, all of them.")};
};

template <>
struct Fields<MemberReceipt> {
  static constexpr std::string_view name = "MemberReceipt";
  static constexpr auto list =
      std::tuple{field("user", &MemberReceipt::user, "The member."),
                 field("delivered_seq", &MemberReceipt::delivered_seq, "The last message that a device confirmed."),
                 field("read_seq", &MemberReceipt::read_seq,
                       "The last message that the member has read; absent if the member keeps that private.")};
};

template <>
struct Fields<MessageReader> {
  static constexpr std::string_view name = "MessageReader";
  static constexpr auto list =
      std::tuple{field("user", &MessageReader::user, "The member."),
                 field("delivered", &MessageReader::delivered, "Whether a device of the member has confirmed it."),
                 field("read", &MessageReader::read, "Whether the member has read it and does not keep that private."),
                 field("read_at", &MessageReader::read_at, "When the member read it, if that is known.")};
};

template <>
struct Fields<Sender> {
  static constexpr std::string_view name = "Sender";
  static constexpr auto list = std::tuple{field("user", &Sender::user, "The user's id."),
                                          field("username", &Sender::username, "The user's username."),
                                          field("display_name", &Sender::display_name, "The name to show.")};
};

template <>
struct Fields<Invitation> {
  static constexpr std::string_view name = "Invitation";
  static constexpr auto list = std::tuple{
      field("id", &Invitation::id, "The invitation's id."),
      field("inviter", &Invitation::inviter, "Who invites."),
      field("conversation", &Invitation::conversation, "The group; absent: a direct conversation with the inviter."),
      field("title", &Invitation::title, "The group's title; empty for a direct conversation."),
      field("role", &Invitation::role, "The role in the group."),
      field("created_at", &Invitation::created_at, "When it was made.")};
};

template <>
struct Fields<ConversationSummary> {
  static constexpr std::string_view name = "ConversationSummary";
  static constexpr auto list = std::tuple{
      field("conversation", &ConversationSummary::conversation, "The conversation itself."),
      field("role", &ConversationSummary::role, "The caller's role in it."),
      field("read_seq", &ConversationSummary::read_seq, "The last message that the caller has read."),
      derived<ConversationSummary, std::int64_t>(
          "unread", [](const ConversationSummary& summary) { return summary.unread(); }, "last_seq - read_seq."),
      field("settings", &ConversationSummary::settings, "The caller's own settings of it."),
      field("last_message", &ConversationSummary::last_message, "The last message that the caller may see."),
      field("last_sender", &ConversationSummary::last_sender,
            "Who wrote the last message; absent if that user is among the members given here."),
      sparse("mentions", &ConversationSummary::mentions,
             "The seqs of the newest unread messages that mention the caller, ascending; absent if there are none."),
      field("members", &ConversationSummary::members, "The first few members; member_count has their number."),
      sparse("invited", &ConversationSummary::invited,
             "Only in the reply to conversation.create: the users who decide first whether they join.")};
};

template <>
struct Fields<ConversationChanges> {
  static constexpr std::string_view name = "ConversationChanges";
  static constexpr auto list = std::tuple{
      field("conversation", &ConversationChanges::conversation, "The conversation."),
      field("since", &ConversationChanges::since, "The changes are newer than this rev …"),
      field("rev", &ConversationChanges::rev,
            "… and reach up to this one. Rows have their present state; the higher rev wins."),
      field("properties", &ConversationChanges::properties, "The conversation, if it or its members changed."),
      field("members", &ConversationChanges::members, "Members who joined, changed or left (left_at)."),
      field("messages", &ConversationChanges::messages, "Messages that are new, edited or deleted, ascending by rev.")};
};

template <>
struct Fields<ReadCursorMoved> {
  static constexpr std::string_view name = "ReadCursor";
  static constexpr auto list =
      std::tuple{field("conversation", &ReadCursorMoved::conversation, "The conversation."),
                 field("user", &ReadCursorMoved::user, "The user who has read."),
                 field("read_seq", &ReadCursorMoved::read_seq, "The last message read."),
                 field("unread", &ReadCursorMoved::unread, "The number of messages after it.")};
};

}  // namespace parley
