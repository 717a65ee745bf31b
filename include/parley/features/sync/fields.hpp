// The requests and replies of hello, sync and auth.refresh, and how they look on the wire. Plain values; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <parley/api/client_config.hpp>
#include <parley/core/fields.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

struct Position {
  Rev rev;
  std::optional<Seq> read_seq;
};
template <>
struct Fields<Position> {
  static constexpr std::string_view name = "Position";
  static constexpr auto list =
      std::tuple{field("rev", &Position::rev, "The rev up to which the client has the conversation."),
                 field("read_seq", &Position::read_seq, "The read cursor that the client has.")};
};

struct SyncRequestBody {
  std::optional<Epoch> epoch;
  std::optional<UserRev> user_rev;
  std::map<ConversationId, Position> conversations;
  std::optional<ConversationId> until;
  std::optional<ConversationId> cursor;

  // What the request costs, in tokens.
  double weight() const { return 1 + static_cast<double>(conversations.size()) / 250; }
};
template <>
struct Fields<SyncRequestBody> {
  static constexpr std::string_view name = "SyncRequest";
  static constexpr auto list = std::tuple{
      field("epoch", &SyncRequestBody::epoch, "The database's epoch when the client last listened."),
      field("user_rev", &SyncRequestBody::user_rev, "Where the client stands in the user's own stream.", Bounds{0}),
      defaulted("conversations", &SyncRequestBody::conversations, "Where the client stands, by conversation id.",
                Bounds{0, &Limits::sync_conversations}),
      field("until", &SyncRequestBody::until,
            "The last conversation, by id, of those that the client names here. It names more with the next pages, and "
            "the server's next is at most this one. Absent if it names all that it has behind cursor."),
      renamed("cursor", "next", &SyncRequestBody::cursor, "The previous page's next.")};
};

struct ResetConversation {
  ConversationSummary summary;
  std::vector<Message> messages;
};
template <>
struct Fields<ResetConversation> {
  static constexpr std::string_view name = "ResetConversation";
  static constexpr auto list = std::tuple{
      field("summary", &ResetConversation::summary, "The conversation as it is now. It replaces what the client had."),
      field("messages", &ResetConversation::messages, "Its latest messages, ascending by seq.")};
};

struct SyncReply {
  Epoch epoch;
  UserRev user_rev;
  std::vector<ConversationChanges> changes;
  std::vector<ResetConversation> reset;
  std::vector<ConversationSummary> added;
  std::vector<ConversationId> gone;
  std::vector<ReadCursorMoved> cursors;
  std::vector<SettingsUpdated> settings;
  std::optional<std::vector<UserId>> blocks;
  std::optional<std::vector<Invitation>> invitations;
  std::optional<ConversationId> next;
};
template <>
struct Fields<SyncReply> {
  static constexpr std::string_view name = "SyncReply";
  static constexpr auto list = std::tuple{
      field("epoch", &SyncReply::epoch, "If it differs from the client's, the client starts again from this reply."),
      field("user_rev", &SyncReply::user_rev, "Where the user's own stream stands."),
      field("changes", &SyncReply::changes, "What the client missed in conversations that it knows."),
      field("reset", &SyncReply::reset, "Conversations in which the client missed too much."),
      field("added", &SyncReply::added, "Conversations that the client does not know."),
      field("gone", &SyncReply::gone, "Conversations that the client named and the user is no longer in."),
      field("cursors", &SyncReply::cursors, "The user's read cursors that differ from the client's."),
      sparse("settings", &SyncReply::settings,
             "The caller's settings that changed since user_rev, of conversations that the client named and that this "
             "page "
             "covers. The client has user_rev only after the last page."),
      field("blocks", &SyncReply::blocks,
            "All users that the caller has blocked. Absent if nothing changed since user_rev."),
      field("invitations", &SyncReply::invitations,
            "All invitations that wait for the caller's answer. Absent if nothing changed since user_rev."),
      field("next", &SyncReply::next, "There is more: sync again with it.")};
};

struct HelloRequest {
  std::optional<Secret> token;
  std::optional<Line> client;
  std::optional<Epoch> epoch;
  std::optional<UserRev> user_rev;
  std::map<ConversationId, Position> conversations;
  std::optional<ConversationId> until;

  // What the request costs, in tokens.
  double weight() const { return 1 + static_cast<double>(conversations.size()) / 250; }
};
template <>
struct Fields<HelloRequest> {
  static constexpr std::string_view name = "HelloRequest";
  static constexpr auto list = std::tuple{
      field("token", &HelloRequest::token, "The access token. Absent if the upgrade carried it.",
            Bounds{1, kAccessTokenMost}),
      field("client", &HelloRequest::client, "The program and its version, as in web/1.2.", Bounds{1, kClientNameMost}),
      field("epoch", &HelloRequest::epoch, "The database's epoch when the client last listened."),
      field("user_rev", &HelloRequest::user_rev, "Where the client stands in the user's own stream.", Bounds{0}),
      defaulted("conversations", &HelloRequest::conversations, "Where the client stands, by conversation id.",
                Bounds{0, &Limits::sync_conversations}),
      field(
          "until", &HelloRequest::until,
          "The last conversation, by id, of those that the client names here. It names the others when it fetches the "
          "further pages. Absent if it names all that it has.")};
};

struct HelloReply {
  User user;
  SessionId session;
  Time server_time;
  Time token_expires_at;
  std::int64_t heartbeat_ms = 0;
  ClientLimits limits;
  std::vector<std::string> features;
  SyncReply sync;
};
template <>
struct Fields<HelloReply> {
  static constexpr std::string_view name = "HelloReply";
  static constexpr auto list =
      std::tuple{field("user", &HelloReply::user, "The user of this connection."),
                 field("session", &HelloReply::session, "The session of this connection."),
                 field("server_time", &HelloReply::server_time, "The server's clock."),
                 field("token_expires_at", &HelloReply::token_expires_at, "auth.refresh before then."),
                 field("heartbeat_ms", &HelloReply::heartbeat_ms, "The time between two heartbeats."),
                 field("limits", &HelloReply::limits, "What the server accepts."),
                 field("features", &HelloReply::features, "The names of what this server can do."),
                 field("sync", &HelloReply::sync, "What the client missed; live events follow from here.")};
};

struct TokenRequest {
  Secret token;
};
template <>
struct Fields<TokenRequest> {
  static constexpr std::string_view name = "TokenRequest";
  static constexpr auto list = std::tuple{
      field("token", &TokenRequest::token, "A new access token of the same session.", Bounds{1, kAccessTokenMost})};
};

struct TokenRenewed {
  Time token_expires_at;
};
template <>
struct Fields<TokenRenewed> {
  static constexpr std::string_view name = "TokenRenewed";
  static constexpr auto list =
      std::tuple{field("token_expires_at", &TokenRenewed::token_expires_at, "auth.refresh before then.")};
};

}  // namespace parley
