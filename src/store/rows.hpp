// How rows become values: each table's columns, and what reads them in that order. The columns stand in macros because
// a statement is one literal. Pure; any thread.
#pragma once

#include <charconv>
#include <ranges>
#include <set>

#include <parley/base/limits.hpp>
#include <parley/core/event.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/user.hpp>

#include "store/statement.hpp"

#define USER_COLUMNS                                                                               \
  "id, username, display_name, email, role, bot, rev, created_at, deactivated_at, private_reads, " \
  "hide_presence, do_not_disturb, has_blocks, last_seen_at"
#define SESSION_COLUMNS "id, user_id, user_agent, address, created_at, last_seen_at, revoked_at, revocation_reason"
#define TOKEN_COLUMNS "token_hash, session_id, successor, used_at, expires_at"
#define CONVERSATION_COLUMNS                                                                                   \
  "id, kind, title, label, shares_history, created_by, created_at, last_seq, rev, meta_rev, last_message_at, " \
  "member_count "
// Of a table named m joined with users named u.
#define MEMBER_COLUMNS                                                                                            \
  "m.conversation_id, m.user_id, u.username, u.display_name, m.role, m.joined_seq, m.read_seq, m.delivered_seq, " \
  "m.joined_at, m.left_at, m.rev, m.silenced "
// Of a table named so.
#define SETTINGS_COLUMNS(table) table ".muted_until, " table ".pinned, " table ".archived, " table ".notify"
#define MESSAGE_COLUMNS(table)                                                                               \
  table ".conversation_id, " table ".seq, " table ".rev, " table ".created_rev, " table ".sender_id, " table \
        ".client_id, " table ".kind, " table ".body, " table ".reply_to_seq, " table ".created_at, " table   \
        ".edited_at, " table ".deleted_at, " table ".deleted_by, " table ".pinned_at, " table ".pinned_by "
// Of a conversation named c with its last message named l, as the reader sees it whose membership is in the table
// `own`. `mentions`: the seqs of unread messages that call the reader, in any order with commas between, or NULL.
#define SUMMARY_COLUMNS(own, mentions)                                                                \
  "c.id, c.kind, c.title, c.label, c.shares_history, c.created_by, c.created_at, c.last_seq, c.rev, " \
  "c.meta_rev, c.last_message_at, c.member_count, " own ".role, " own ".joined_seq, " own             \
  ".read_seq, " SETTINGS_COLUMNS(own) ", " mentions ", " MESSAGE_COLUMNS("l")

namespace parley {

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
          .private_reads = row.take<bool>(),
          .hide_presence = row.take<bool>(),
          .do_not_disturb = row.take<bool>(),
          .has_blocks = row.take<bool>(),
          .last_seen_at = row.take<std::optional<Time>>()};
}

inline Session read_session(Row& row) {
  return {.id = row.take<SessionId>(),
          .user = row.take<UserId>(),
          .user_agent = row.take<std::string>(),
          .address = row.take<std::string>(),
          .created_at = row.take<Time>(),
          .last_seen_at = row.take<Time>(),
          .revoked_at = row.take<std::optional<Time>>(),
          .revocation_reason = row.take<std::optional<RevocationReason>>()};
}

inline RefreshToken read_token(Row& row) {
  return {.hash = row.take<std::string>(),
          .session = row.take<SessionId>(),
          .successor = row.take<std::optional<std::string>>(),
          .used_at = row.take<std::optional<Time>>(),
          .expires_at = row.take<Time>()};
}

inline Conversation read_conversation(Row& row) {
  return {.id = row.take<ConversationId>(),
          .kind = row.take<ConversationKind>(),
          .title = row.take<std::string>(),
          .label = row.take<std::string>(),
          .shares_history = row.take<bool>(),
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
          .joined_seq = row.take<Seq>(),
          .read_seq = row.take<Seq>(),
          .delivered_seq = row.take<Seq>(),
          .joined_at = row.take<Time>(),
          .left_at = row.take<std::optional<Time>>(),
          .rev = row.take<Rev>(),
          .silenced = row.take<bool>()};
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

// A message that an outer join may not have found.
inline std::optional<Message> read_optional_message(Row& row) {
  constexpr int kMessageColumns = 15;
  if (!row.next_is_null()) return read_message(row);
  row.skip(kMessageColumns);
  return std::nullopt;
}

inline ConversationPosition read_position(Row& row) {
  return {.id = row.take<ConversationId>(),
          .rev = row.take<Rev>(),
          .last_seq = row.take<Seq>(),
          .read_seq = row.take<Seq>(),
          .joined_seq = row.take<Seq>()};
}

// The newest of these seqs, with commas between, some perhaps twice: ascending.
inline std::vector<Seq> read_mentions(Row& row) {
  const std::string text = row.take<std::optional<std::string>>().value_or("");
  std::set<std::int64_t> seqs;
  for (const auto part : std::views::split(text, ',')) {
    std::int64_t seq = 0;
    if (std::from_chars(part.data(), part.data() + part.size(), seq).ec == std::errc()) seqs.insert(seq);
  }
  while (seqs.size() > kShownMentions) seqs.erase(seqs.begin());
  std::vector<Seq> newest;
  for (const std::int64_t seq : seqs) newest.emplace_back(seq);
  return newest;
}

// Without the members that are shown with it; its last message, if the reader may see it, without details.
inline ConversationSummary read_summary(Row& row) {
  ConversationSummary summary{.conversation = read_conversation(row),
                              .role = row.take<MemberRole>(),
                              .joined_seq = row.take<Seq>(),
                              .read_seq = row.take<Seq>(),
                              .settings = read_settings(row),
                              .last_message = std::nullopt,
                              .mentions = read_mentions(row),
                              .members = {}};
  summary.last_message = read_optional_message(row);
  const Seq first_visible = policy::first_visible(summary.conversation.shares_history, summary.joined_seq);
  if (summary.last_message && summary.last_message->seq < first_visible) summary.last_message.reset();
  return summary;
}

}  // namespace parley
