// Converts rows of the tables that every feature needs to values. For each table there are its columns and a function
// that reads them in the same order. The columns are macros, because a statement is one string literal. Pure; any
// thread.
#pragma once

#include <array>
#include <string_view>

#include <parley/base/limits.hpp>
#include <parley/core/event.hpp>
#include <parley/core/user.hpp>
#include <parley/store/sql.hpp>

// True for an account that is neither closed nor suspended. No other code decides what an active account is. `table` is
// empty or ends in a dot. In RETURNING, SQLite 3.40 takes IS NULL on a bare column for false, hence coalesce.
#define ACTIVE_ACCOUNT(table) " coalesce(" table "deactivated_at, " table "suspended_at) IS NULL "
#define USER_COLUMNS \
  "id, username, display_name, email, role, bot, rev, created_at, deactivated_at, suspended_at, " \
  ACTIVE_ACCOUNT("") ", private_reads, hide_presence, do_not_disturb, has_blocks, is_blocked, " \
  "has_invitations, reachable_by, last_seen_at"
#define CONVERSATION_COLUMNS                                                                                \
  "id, kind, title, label, shares_history, shared_after, created_by, created_at, last_seq, rev, meta_rev, " \
  "last_message_at, member_count "
// The last message that a member may not see. The column is empty for a member who sees what came after joining.
#define VISIBLE_AFTER(members) "coalesce(" members ".visible_after, " members ".joined_seq)"
// Requires the table members as m, joined with users as u.
#define MEMBER_COLUMNS \
  "m.conversation_id, m.user_id, u.username, u.display_name, m.role, " VISIBLE_AFTER("m") ", " \
  "m.read_seq, m.delivered_seq, m.joined_at, m.left_at, m.rev, m.silenced, m.peer_closed, " \
  "m.left_self, u.deactivated_at IS NOT NULL, " ACTIVE_ACCOUNT("u.")
// `table` is the name of the table in the statement, as a string literal.
#define SETTINGS_COLUMNS(table) table ".muted_until, " table ".pinned, " table ".archived, " table ".notify"
#define MESSAGE_COLUMNS(table)                                                                               \
  table ".conversation_id, " table ".seq, " table ".rev, " table ".created_rev, " table ".sender_id, " table \
        ".client_id, " table ".kind, " table ".body, " table ".reply_to_seq, " table ".created_at, " table   \
        ".edited_at, " table ".deleted_at, " table ".deleted_by, " table ".pinned_at, " table ".pinned_by "

namespace parley {

template <>
inline constexpr std::array<std::string_view, 4> kEnumTexts<UserRole>{"user", "agent", "admin", "customer"};
template <>
inline constexpr std::array<std::string_view, 3> kEnumTexts<ReachableBy>{"everybody", "shared", "nobody"};
template <>
inline constexpr std::array<std::string_view, 3> kEnumTexts<ConversationKind>{"direct", "group", "support"};
template <>
inline constexpr std::array<std::string_view, 3> kEnumTexts<MemberRole>{"member", "moderator", "admin"};
template <>
inline constexpr std::array<std::string_view, 3> kEnumTexts<NotifyLevel>{"all", "mentions", "none"};
template <>
inline constexpr std::array<std::string_view, 2> kEnumTexts<MessageKind>{"text", "system"};

inline User read_user(Row& row) {
  return {.id = row.take<UserId>(),
          .username = row.take<std::string>(),
          .display_name = row.take<std::string>(),
          .email = row.take<std::optional<std::string>>(),
          .role = row.take<UserRole>(),
          .bot = row.take<bool>(),
          .rev = row.take<UserRev>(),
          .created_at = row.take<Time>(),
          .deactivated_at = row.take<std::optional<Time>>(),
          .suspended_at = row.take<std::optional<Time>>(),
          .is_active = row.take<bool>(),
          .private_reads = row.take<bool>(),
          .hide_presence = row.take<bool>(),
          .do_not_disturb = row.take<bool>(),
          .has_blocks = row.take<bool>(),
          .is_blocked = row.take<bool>(),
          .has_invitations = row.take<bool>(),
          .reachable_by = row.take<ReachableBy>(),
          .last_seen_at = row.take<std::optional<Time>>()};
}

// Returns the id that no other one is greater than. The smallest one is Id().
template <class Id>
Id greatest_id() {
  Uuid::Bytes bytes;
  bytes.fill(0xff);
  return Id(Uuid(bytes));
}

inline Conversation read_conversation(Row& row) {
  return {.id = row.take<ConversationId>(),
          .kind = row.take<ConversationKind>(),
          .title = row.take<std::string>(),
          .label = row.take<std::string>(),
          .shares_history = row.take<bool>(),
          .shared_after = row.take<Seq>(),
          .created_by = row.take<std::optional<UserId>>(),
          .created_at = row.take<Time>(),
          .last_seq = row.take<Seq>(),
          .rev = row.take<Rev>(),
          .meta_rev = row.take<Rev>(),
          .last_message_at = row.take<std::optional<Time>>(),
          .member_count = row.take<std::int64_t>()};
}

inline Member read_member(Row& row) {
  return {.conversation = row.take<ConversationId>(),
          .user = row.take<UserId>(),
          .username = row.take<std::string>(),
          .display_name = row.take<std::string>(),
          .role = row.take<MemberRole>(),
          .visible_after = row.take<Seq>(),
          .read_seq = row.take<Seq>(),
          .delivered_seq = row.take<Seq>(),
          .joined_at = row.take<Time>(),
          .left_at = row.take<std::optional<Time>>(),
          .rev = row.take<Rev>(),
          .silenced = row.take<bool>(),
          .peer_closed = row.take<bool>(),
          .left_self = row.take<bool>(),
          .closed = row.take<bool>(),
          .is_active = row.take<bool>()};
}

inline ConversationSettings read_settings(Row& row) {
  return {.muted_until = row.take<std::optional<Time>>(),
          .pinned = row.take<bool>(),
          .archived = row.take<bool>(),
          .notify = row.take<NotifyLevel>()};
}

inline SettingsUpdated read_settings_update(Row& row) { return {row.take<ConversationId>(), read_settings(row)}; }

inline Message read_message(Row& row) {
  return {.conversation = row.take<ConversationId>(),
          .seq = row.take<Seq>(),
          .rev = row.take<Rev>(),
          .created_rev = row.take<Rev>(),
          .sender = row.take<UserId>(),
          .client_id = row.take<std::string>(),
          .content = {row.take<MessageKind>(), row.take<std::string>()},
          .reply_to = row.take<std::optional<Seq>>(),
          .created_at = row.take<Time>(),
          .edited_at = row.take<std::optional<Time>>(),
          .deleted_at = row.take<std::optional<Time>>(),
          .deleted_by = row.take<std::optional<UserId>>(),
          .pinned_at = row.take<std::optional<Time>>(),
          .pinned_by = row.take<std::optional<UserId>>()};
}

}  // namespace parley
