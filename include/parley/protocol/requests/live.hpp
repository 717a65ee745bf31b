// What the operations of a live client take and give: hello, sync, receipts, typing. Plain values; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <parley/protocol/domain_fields.hpp>
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
      std::tuple{field("rev", &Position::rev, "The rev that the client has brought the conversation to."),
                 field("read_seq", &Position::read_seq, "Its read cursor there.")};
};

struct SyncRequestBody {
  std::optional<Epoch> epoch;
  std::optional<UserRev> user_rev;
  std::map<ConversationId, Position> conversations;
  std::optional<ConversationId> next;
};
template <>
struct Fields<SyncRequestBody> {
  static constexpr std::string_view name = "SyncRequest";
  static constexpr auto list = std::tuple{
      field("epoch", &SyncRequestBody::epoch, "The database's epoch when the client last listened."),
      field("user_rev", &SyncRequestBody::user_rev, "Where the client stands in the user's own stream.", Bounds{0}),
      defaulted("conversations", &SyncRequestBody::conversations, "Where the client stands, by conversation id."),
      field("next", &SyncRequestBody::next, "The previous page's next.")};
};

struct ResetConversation {
  ConversationSummary summary;
  std::vector<Message> messages;
};
template <>
struct Fields<ResetConversation> {
  static constexpr std::string_view name = "ResetConversation";
  static constexpr auto list =
      std::tuple{field("summary", &ResetConversation::summary, "The conversation as it is now: forget what you had."),
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
  std::optional<ConversationId> next;
};
template <>
struct Fields<SyncReply> {
  static constexpr std::string_view name = "SyncReply";
  static constexpr auto list =
      std::tuple{field("epoch", &SyncReply::epoch, "Another one than the client's: it starts afresh from this reply."),
                 field("user_rev", &SyncReply::user_rev, "Where the user's own stream stands."),
                 field("changes", &SyncReply::changes, "What was missed, of conversations that the client knows."),
                 field("reset", &SyncReply::reset, "Conversations of which too much was missed."),
                 field("added", &SyncReply::added, "Conversations that the client does not know."),
                 field("gone", &SyncReply::gone, "Conversations that the client knows and the user is no longer in."),
                 field("cursors", &SyncReply::cursors, "The user's read cursors that differ from the client's."),
                 sparse("settings", &SyncReply::settings,
                        "The caller's settings that changed since user_rev, of conversations that the client knows."),
                 field("blocks", &SyncReply::blocks,
                       "Everybody whom the caller has blocked; absent where nothing changed since user_rev."),
                 field("next", &SyncReply::next, "There is more: sync again with it.")};
};

struct HelloRequest {
  std::optional<Secret> token;
  std::optional<Line> client;
  std::optional<Epoch> epoch;
  std::optional<UserRev> user_rev;
  std::map<ConversationId, Position> conversations;
};
template <>
struct Fields<HelloRequest> {
  static constexpr std::string_view name = "HelloRequest";
  static constexpr auto list = std::tuple{
      field("token", &HelloRequest::token, "The access token; absent where the upgrade carried it.", Bounds{1, 4096}),
      field("client", &HelloRequest::client, "The program and its version, as in web/1.2.", Bounds{1, 64}),
      field("epoch", &HelloRequest::epoch, "The database's epoch when the client last listened."),
      field("user_rev", &HelloRequest::user_rev, "Where the client stands in the user's own stream.", Bounds{0}),
      defaulted("conversations", &HelloRequest::conversations, "Where the client stands, by conversation id.")};
};

struct ClientLimits {
  std::int64_t message_chars = 0;
  std::int64_t frame_bytes = 0;
  std::int64_t group_members = 0;
  std::int64_t page_items = 0;
  std::int64_t message_emoji = 0;
  std::int64_t message_reactions = 0;
  std::int64_t pins = 0;
  std::int64_t receipt_members = 0;
  std::int64_t presence_members = 0;
  std::int64_t typing_merge_members = 0;
};
template <>
struct Fields<ClientLimits> {
  static constexpr std::string_view name = "ClientLimits";
  static constexpr auto list =
      std::tuple{field("message_chars", &ClientLimits::message_chars, "Of a message's text."),
                 field("frame_bytes", &ClientLimits::frame_bytes, "Of one WebSocket message to the server."),
                 field("group_members", &ClientLimits::group_members, "Of a group."),
                 field("page_items", &ClientLimits::page_items, "Of a list's page."),
                 field("message_emoji", &ClientLimits::message_emoji, "Different emoji among a message's reactions."),
                 field("message_reactions", &ClientLimits::message_reactions, "Reactions to a message."),
                 field("pins", &ClientLimits::pins, "Pinned messages of a conversation."),
                 field("receipt_members", &ClientLimits::receipt_members,
                       "Of a conversation whose members hear of each other's receipts."),
                 field("presence_members", &ClientLimits::presence_members,
                       "Of a conversation whose members can be watched by naming it."),
                 field("typing_merge_members", &ClientLimits::typing_merge_members,
                       "Of a conversation in which it is told at once who types; of larger ones, together.")};
};

struct ClientConfig {
  std::string version;
  std::string websocket_url;
  bool registration = false;
  std::int64_t heartbeat_ms = 0;
  ClientLimits limits;
  std::vector<std::string> features;
};
template <>
struct Fields<ClientConfig> {
  static constexpr std::string_view name = "ClientConfig";
  static constexpr auto list = std::tuple{
      field("version", &ClientConfig::version, "The server's version."),
      field("websocket_url", &ClientConfig::websocket_url, "Where live clients connect; of this server if relative."),
      field("registration", &ClientConfig::registration, "May anybody make an account?"),
      field("heartbeat_ms", &ClientConfig::heartbeat_ms, "How often a live client hears from the server."),
      field("limits", &ClientConfig::limits, "What the server accepts."),
      field("features", &ClientConfig::features, "What the server can do.")};
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
      std::tuple{field("user", &HelloReply::user, "Who this connection is."),
                 field("session", &HelloReply::session, "Its session."),
                 field("server_time", &HelloReply::server_time, "The server's clock."),
                 field("token_expires_at", &HelloReply::token_expires_at, "auth.refresh before then."),
                 field("heartbeat_ms", &HelloReply::heartbeat_ms, "How often a heartbeat comes."),
                 field("limits", &HelloReply::limits, "What the server accepts."),
                 field("features", &HelloReply::features, "What this server can do, by name."),
                 field("sync", &HelloReply::sync, "What the client missed; live events follow from here.")};
};

struct TokenRequest {
  Secret token;
};
template <>
struct Fields<TokenRequest> {
  static constexpr std::string_view name = "TokenRequest";
  static constexpr auto list =
      std::tuple{field("token", &TokenRequest::token, "A new access token of the same session.", Bounds{1, 4096})};
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

struct ReceiptRequest {
  ConversationId conversation;
  std::optional<Seq> read;
  std::optional<Seq> delivered;
};
template <>
struct Fields<ReceiptRequest> {
  static constexpr std::string_view name = "ReceiptRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &ReceiptRequest::conversation, "The conversation."),
                 field("read", &ReceiptRequest::read,
                       "The seq of the last message read; the cursor only moves forward.", Bounds{0}),
                 field("delivered", &ReceiptRequest::delivered,
                       "The seq of the last message received; what is read has been received.", Bounds{0})};
};

struct ReceiptListRequest {
  ConversationId conversation;
  std::optional<Line> after;
  std::int64_t limit = 100;
};
template <>
struct Fields<ReceiptListRequest> {
  static constexpr std::string_view name = "ReceiptListRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &ReceiptListRequest::conversation, "The conversation."),
                 field("after", &ReceiptListRequest::after, "The previous page's next.", Bounds{1, 200}),
                 defaulted("limit", &ReceiptListRequest::limit, "How many at most.", Bounds{1, 100})};
};

struct ReceiptList {
  std::vector<MemberReceipt> members;
  std::optional<std::string> next;
};
template <>
struct Fields<ReceiptList> {
  static constexpr std::string_view name = "ReceiptList";
  static constexpr auto list = std::tuple{field("members", &ReceiptList::members, "The present ones, by user id."),
                                          field("next", &ReceiptList::next, "For the next page; absent on the last.")};
};

struct MessageReaders {
  std::vector<MessageReader> members;
};
template <>
struct Fields<MessageReaders> {
  static constexpr std::string_view name = "MessageReaders";
  static constexpr auto list =
      std::tuple{field("members", &MessageReaders::members, "Present members beside the sender, by user id.")};
};

struct TypingRequest {
  ConversationId conversation;
  bool active = true;
};
template <>
struct Fields<TypingRequest> {
  static constexpr std::string_view name = "TypingRequest";
  static constexpr auto list = std::tuple{field("conversation", &TypingRequest::conversation, "The conversation."),
                                          defaulted("active", &TypingRequest::active, "false: stopped typing.")};
};

struct WatchRequest {
  std::vector<UserId> users;
  std::vector<ConversationId> conversations;
};
template <>
struct Fields<WatchRequest> {
  static constexpr std::string_view name = "WatchRequest";
  static constexpr auto list = std::tuple{
      field("users", &WatchRequest::users, "Instead of those named before; an empty list ends it.", Bounds{0, 500}),
      defaulted("conversations", &WatchRequest::conversations,
                "And the members of these, where they are not more than limits.presence_members.", Bounds{0, 20})};
};

enum class ChosenPresence : std::uint8_t { online, away, dnd };
template <>
struct Names<ChosenPresence> {
  static constexpr std::array<std::pair<ChosenPresence, std::string_view>, 3> list{
      {{ChosenPresence::online, "online"}, {ChosenPresence::away, "away"}, {ChosenPresence::dnd, "dnd"}}};
};

struct PresenceRequest {
  ChosenPresence state = ChosenPresence::online;
};
template <>
struct Fields<PresenceRequest> {
  static constexpr std::string_view name = "PresenceRequest";
  static constexpr auto list = std::tuple{
      field("state", &PresenceRequest::state,
            "away: this device, until it says otherwise or goes; dnd: the user, on all devices, until it is ended.")};
};

struct PresenceListRequest {
  Line users;
};
template <>
struct Fields<PresenceListRequest> {
  static constexpr std::string_view name = "PresenceListRequest";
  static constexpr auto list = std::tuple{
      field("users", &PresenceListRequest::users, "User ids, parted by commas, a hundred at most.", Bounds{1, 3700})};
};

struct PresenceList {
  std::vector<Presence> users;
};
template <>
struct Fields<PresenceList> {
  static constexpr std::string_view name = "PresenceList";
  static constexpr auto list = std::tuple{field("users", &PresenceList::users, "In the order asked for.")};
};

}  // namespace parley
