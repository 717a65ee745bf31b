// How the domain's types look on the wire. What is not listed here never leaves the server.
#pragma once

#include <parley/core/conversation.hpp>
#include <parley/core/event.hpp>
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
struct Names<PresenceState> {
  static constexpr std::array<std::pair<PresenceState, std::string_view>, 4> list{{{PresenceState::offline, "offline"},
                                                                                   {PresenceState::away, "away"},
                                                                                   {PresenceState::online, "online"},
                                                                                   {PresenceState::dnd, "dnd"}}};
};

template <>
struct Names<RevocationReason> {
  static constexpr std::array<std::pair<RevocationReason, std::string_view>, 5> list{
      {{RevocationReason::logout, "logout"},
       {RevocationReason::revoked_by_user, "revoked_by_user"},
       {RevocationReason::password_changed, "password_changed"},
       {RevocationReason::token_reused, "token_reused"},
       {RevocationReason::deactivated, "deactivated"}}};
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

// A user as others see one: no address, no sign-in data.
struct PublicUser {
  UserId id;
  std::string username;
  std::string display_name;
  bool bot = false;
};

inline PublicUser public_user(const User& user) { return {user.id, user.username, user.display_name, user.bot}; }

template <>
struct Fields<Presence> {
  static constexpr std::string_view name = "Presence";
  static constexpr auto list =
      std::tuple{field("user", &Presence::user, "Whose."),
                 field("state", &Presence::state, "Of several devices the greatest: dnd, online, away."),
                 derived<Presence, bool>(
                     "online", [](const Presence& presence) { return presence.is_online(); },
                     "Is any of the user's devices connected?"),
                 field("last_seen", &Presence::last_seen,
                       "When the last device went, where it is known and not hidden; absent while one is there.")};
};

template <>
struct Fields<PublicUser> {
  static constexpr std::string_view name = "PublicUser";
  static constexpr auto list = std::tuple{field("id", &PublicUser::id, "The user's id."),
                                          field("username", &PublicUser::username, "Unique without regard to case."),
                                          field("display_name", &PublicUser::display_name, "The name to show."),
                                          field("bot", &PublicUser::bot, "Is this a program?")};
};

template <>
struct Fields<User> {
  static constexpr std::string_view name = "User";
  static constexpr auto list =
      std::tuple{field("id", &User::id, "The user's id."),
                 field("username", &User::username, "Unique without regard to case."),
                 field("display_name", &User::display_name, "The name to show."),
                 field("email", &User::email, "Known only to its owner."),
                 field("role", &User::role, "What the user may do beside chatting."),
                 field("bot", &User::bot, "Is this a program?"),
                 field("created_at", &User::created_at, "When the account was made."),
                 field("private_reads", &User::private_reads, "Others are not told what this user has read."),
                 field("hide_presence", &User::hide_presence, "Others are not told whether this user is there."),
                 field("do_not_disturb", &User::do_not_disturb, "The user does not want to be disturbed.")};
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
                 field("rev", &Quote::rev, "Its rev: a newer state of that message makes a newer quote."),
                 field("sender", &Quote::sender, "Who wrote it."),
                 field("body", &Quote::body, "The beginning of its text; empty once deleted."),
                 sparse("deleted", &Quote::deleted, "Present and true: it was deleted.")};
};

template <>
struct Fields<Reaction> {
  static constexpr std::string_view name = "Reaction";
  static constexpr auto list =
      std::tuple{field("emoji", &Reaction::emoji, "One emoji, fully qualified."),
                 field("users", &Reaction::users, "Who reacted with it, the first one first.")};
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
      std::tuple{field("kind", &Content::kind, "text: somebody wrote it; system: the server did."),
                 field("body", &Content::body, "The text exactly as it was sent. Escape it for where you show it.")};
};

template <>
struct Fields<Message> {
  static constexpr std::string_view name = "Message";
  static constexpr auto list = std::tuple{
      field("conversation", &Message::conversation, "The conversation; with seq, the message's identity."),
      field("seq", &Message::seq, "Counts the conversation's messages: 1, 2, 3 … without gaps."),
      field("rev", &Message::rev, "The conversation's rev at this message's last change. The higher rev wins."),
      field("sender", &Message::sender, "Who wrote it."),
      field("client_id", &Message::client_id, "The id that the sender chose for it."),
      part(&Message::content),
      field("reply_to", &Message::reply_to, "The seq of the message that it answers."),
      field("created_at", &Message::created_at, "When it was accepted."),
      field("edited_at", &Message::edited_at, "When it was last edited; absent where it never was."),
      field("deleted_at", &Message::deleted_at, "When it was deleted: the body is empty then."),
      field("deleted_by", &Message::deleted_by, "Who deleted it, where that was not its sender."),
      field("pinned_at", &Message::pinned_at, "When it was pinned; absent where it is not."),
      field("pinned_by", &Message::pinned_by, "Who pinned it."),
      field("quote", &Message::quote,
            "The message that it answers, where the reader may see that. Events other than message.created leave it "
            "out: it stays what it was."),
      sparse("reactions", &Message::reactions, "By emoji, the first one first; absent for none."),
      sparse("mentions", &Message::mentions, "Whom the text called by @name; absent for nobody."),
      sparse("mentions_all", &Message::mentions_all, "Present and true: the text called everybody.")};
};

template <>
struct Fields<SentMessage> {
  static constexpr std::string_view name = "SentMessage";
  static constexpr auto list = std::tuple{field("message", &SentMessage::message, "The message as it was stored."),
                                          field("duplicate", &SentMessage::duplicate,
                                                "This client_id had been sent before: the message is that first one.")};
};

template <>
struct Fields<Member> {
  static constexpr std::string_view name = "Member";
  static constexpr auto list = std::tuple{
      field("user", &Member::user, "The member's user id."),
      field("username", &Member::username, "The member's username."),
      field("display_name", &Member::display_name, "The name to show."),
      field("role", &Member::role, "moderator: may delete and pin; admin: may change the group and its members, too."),
      field("rev", &Member::rev, "The conversation's rev at this membership's last change."),
      field("joined_at", &Member::joined_at, "When the member joined."),
      field("left_at", &Member::left_at, "When the member left; absent for a present one.")};
};

template <>
struct Fields<Conversation> {
  static constexpr std::string_view name = "Conversation";
  static constexpr auto list = std::tuple{
      field("id", &Conversation::id, "The conversation's id."),
      field("kind", &Conversation::kind, "direct: of two; group; support."),
      field("title", &Conversation::title, "Empty for a direct conversation: show the other member's name."),
      field("label", &Conversation::label, "A free word to sort by."),
      field("shares_history", &Conversation::shares_history, "May new members read what was said before they joined?"),
      field("created_by", &Conversation::created_by, "Who made it."),
      field("created_at", &Conversation::created_at, "When it was made."),
      field("last_seq", &Conversation::last_seq, "The seq of its last message; 0 for none."),
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
      field("pinned", &ConversationSettings::pinned, "Stands at the top of the list."),
      field("archived", &ConversationSettings::archived, "Is put away."),
      field("notify", &ConversationSettings::notify, "Of which messages to be notified.")};
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
                 field("read_seq", &MemberReceipt::read_seq, "The last message read; absent where that is private.")};
};

template <>
struct Fields<MessageReader> {
  static constexpr std::string_view name = "MessageReader";
  static constexpr auto list =
      std::tuple{field("user", &MessageReader::user, "The member."),
                 field("delivered", &MessageReader::delivered, "Has a device of the member confirmed it?"),
                 field("read", &MessageReader::read, "Has the member read it, and tells?"),
                 field("read_at", &MessageReader::read_at, "Since when, where it is known.")};
};

template <>
struct Fields<Sender> {
  static constexpr std::string_view name = "Sender";
  static constexpr auto list = std::tuple{field("user", &Sender::user, "The user's id."),
                                          field("username", &Sender::username, "The user's username."),
                                          field("display_name", &Sender::display_name, "The name to show.")};
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
            "Who wrote the last message; absent if among the members given here."),
      sparse("mentions", &ConversationSummary::mentions,
             "The seqs of unread messages that call the caller, ascending, the newest hundred; absent for none."),
      field("members", &ConversationSummary::members, "The first few members; member_count has their number.")};
};

template <>
struct Fields<ConversationChanges> {
  static constexpr std::string_view name = "ConversationChanges";
  static constexpr auto list = std::tuple{
      field("conversation", &ConversationChanges::conversation, "The conversation."),
      field("since", &ConversationChanges::since, "Holds everything newer than this rev …"),
      field("rev", &ConversationChanges::rev, "… up to this one. Rows are as they are now; the higher rev wins."),
      field("properties", &ConversationChanges::properties, "The conversation, where it or its members changed."),
      field("members", &ConversationChanges::members, "Members who came, changed or left (left_at)."),
      field("messages", &ConversationChanges::messages, "Messages that are new, edited or deleted, ascending by rev.")};
};

template <>
struct Fields<ReadCursorMoved> {
  static constexpr std::string_view name = "ReadCursor";
  static constexpr auto list =
      std::tuple{field("conversation", &ReadCursorMoved::conversation, "The conversation."),
                 field("user", &ReadCursorMoved::user, "Whose cursor it is."),
                 field("read_seq", &ReadCursorMoved::read_seq, "The last message read."),
                 field("unread", &ReadCursorMoved::unread, "How many messages came after it.")};
};

}  // namespace parley
