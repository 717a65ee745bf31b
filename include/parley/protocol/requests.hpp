// What the operations take and give, beside the domain's own types. Plain values; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <parley/protocol/domain_fields.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

struct Nothing {};  // of requests without fields, and replies without content

template <>
struct Fields<Nothing> {
  static constexpr std::string_view name = "Nothing";
  static constexpr std::tuple<> list{};
};

// Account

struct RegisterRequest {
  Line username;
  Secret password;
  std::optional<Line> display_name;
  std::optional<Line> email;
  bool cookie = false;
};
template <>
struct Fields<RegisterRequest> {
  static constexpr std::string_view name = "RegisterRequest";
  static constexpr auto list = std::tuple{
      field("username", &RegisterRequest::username, "Letters, digits, dot, underscore, hyphen.", Bounds{2, 32}),
      field("password", &RegisterRequest::password, "8 to 72 bytes."),
      field("display_name", &RegisterRequest::display_name, "The name to show; the username otherwise.", Bounds{1, 64}),
      field("email", &RegisterRequest::email, "Known only to its owner.", Bounds{3, 254}),
      defaulted("cookie", &RegisterRequest::cookie, "Keep the refresh token in an HttpOnly cookie (browsers).")};
};

struct LoginRequest {
  Line username;
  Secret password;
  bool cookie = false;
};
template <>
struct Fields<LoginRequest> {
  static constexpr std::string_view name = "LoginRequest";
  static constexpr auto list = std::tuple{
      field("username", &LoginRequest::username, "In any case.", Bounds{1, 254}),
      field("password", &LoginRequest::password, "The password.", Bounds{1, 1024}),
      defaulted("cookie", &LoginRequest::cookie, "Keep the refresh token in an HttpOnly cookie (browsers).")};
};

struct RefreshRequest {
  std::optional<Secret> refresh_token;
};
template <>
struct Fields<RefreshRequest> {
  static constexpr std::string_view name = "RefreshRequest";
  static constexpr auto list = std::tuple{
      field("refresh_token", &RefreshRequest::refresh_token, "Absent where it is in the cookie.", Bounds{1, 200})};
};

struct DevTokenRequest {
  Line username;
};
template <>
struct Fields<DevTokenRequest> {
  static constexpr std::string_view name = "DevTokenRequest";
  static constexpr auto list =
      std::tuple{field("username", &DevTokenRequest::username, "Made when there is none.", Bounds{2, 32})};
};

struct SignInReply {
  User user;
  SessionId session;
  std::string access_token;
  Time access_expires_at;
  std::optional<std::string> refresh_token;
  Time refresh_expires_at;
};
template <>
struct Fields<SignInReply> {
  static constexpr std::string_view name = "SignInReply";
  static constexpr auto list = std::tuple{
      field("user", &SignInReply::user, "Who signed in."),
      field("session", &SignInReply::session, "The session of this device."),
      field("access_token", &SignInReply::access_token, "For Authorization: Bearer, and for hello."),
      field("access_expires_at", &SignInReply::access_expires_at, "Refresh before then."),
      field("refresh_token", &SignInReply::refresh_token, "For the next refresh; absent where it is in the cookie."),
      field("refresh_expires_at", &SignInReply::refresh_expires_at, "Sign in again after that.")};
};

struct ProfileRequest {
  std::optional<Line> display_name;
  std::optional<Line> email;
};
template <>
struct Fields<ProfileRequest> {
  static constexpr std::string_view name = "ProfileRequest";
  static constexpr auto list = std::tuple{
      field("display_name", &ProfileRequest::display_name, "The name to show.", Bounds{1, 64}),
      field("email", &ProfileRequest::email, "An empty text removes it.", Bounds{0, 254})};
};

struct PasswordRequest {
  Secret current_password;
  Secret new_password;
};
template <>
struct Fields<PasswordRequest> {
  static constexpr std::string_view name = "PasswordRequest";
  static constexpr auto list = std::tuple{
      field("current_password", &PasswordRequest::current_password, "The password as it is.", Bounds{1, 1024}),
      field("new_password", &PasswordRequest::new_password, "8 to 72 bytes.")};
};

struct SessionList {
  std::vector<Session> sessions;
  SessionId current;
};
template <>
struct Fields<SessionList> {
  static constexpr std::string_view name = "SessionList";
  static constexpr auto list = std::tuple{field("sessions", &SessionList::sessions, "The newest first."),
                                          field("current", &SessionList::current, "The one that asks.")};
};

struct SessionRequest {
  SessionId session;
};
template <>
struct Fields<SessionRequest> {
  static constexpr std::string_view name = "SessionRequest";
  static constexpr auto list = std::tuple{field("session", &SessionRequest::session, "The session.")};
};

// People

struct UserRequest {
  UserId user;
};
template <>
struct Fields<UserRequest> {
  static constexpr std::string_view name = "UserRequest";
  static constexpr auto list = std::tuple{field("user", &UserRequest::user, "The user.")};
};

struct UserSearch {
  Line q;
  std::int64_t limit = 20;
};
template <>
struct Fields<UserSearch> {
  static constexpr std::string_view name = "UserSearch";
  static constexpr auto list = std::tuple{
      field("q", &UserSearch::q, "How the username begins, in any case.", Bounds{1, 32}),
      defaulted("limit", &UserSearch::limit, "How many at most.", Bounds{1, 20})};
};

struct UserList {
  std::vector<PublicUser> users;
};
template <>
struct Fields<UserList> {
  static constexpr std::string_view name = "UserList";
  static constexpr auto list = std::tuple{field("users", &UserList::users, "Ascending by username.")};
};

// Conversations

struct ConversationRequest {
  ConversationId conversation;
};
template <>
struct Fields<ConversationRequest> {
  static constexpr std::string_view name = "ConversationRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &ConversationRequest::conversation, "The conversation.")};
};

struct ListRequest {
  std::optional<Line> after;
  std::int64_t limit = 50;
};
template <>
struct Fields<ListRequest> {
  static constexpr std::string_view name = "ListRequest";
  static constexpr auto list = std::tuple{
      field("after", &ListRequest::after, "The previous page's next.", Bounds{1, 200}),
      defaulted("limit", &ListRequest::limit, "How many at most.", Bounds{1, 100})};
};

struct ConversationList {
  std::vector<ConversationSummary> conversations;
  std::optional<std::string> next;
};
template <>
struct Fields<ConversationList> {
  static constexpr std::string_view name = "ConversationList";
  static constexpr auto list = std::tuple{
      field("conversations", &ConversationList::conversations, "The most recently active first."),
      field("next", &ConversationList::next, "For the next page; absent on the last.")};
};

struct CreateGroupRequest {
  Line title;
  std::optional<Line> label;
  bool shares_history = false;
  std::vector<UserId> members;
};
template <>
struct Fields<CreateGroupRequest> {
  static constexpr std::string_view name = "CreateGroupRequest";
  static constexpr auto list = std::tuple{
      field("title", &CreateGroupRequest::title, "The group's name.", Bounds{1, 100}),
      field("label", &CreateGroupRequest::label, "A free word to sort by.", Bounds{0, 50}),
      defaulted("shares_history", &CreateGroupRequest::shares_history, "May new members read what was said before?"),
      defaulted("members", &CreateGroupRequest::members, "Beside the caller, who becomes its admin.", Bounds{0, 5000})};
};

struct UpdateConversationRequest {
  ConversationId conversation;
  std::optional<Line> title;
  std::optional<Line> label;
  std::optional<bool> shares_history;
};
template <>
struct Fields<UpdateConversationRequest> {
  static constexpr std::string_view name = "UpdateConversationRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &UpdateConversationRequest::conversation, "The conversation."),
      field("title", &UpdateConversationRequest::title, "The group's name.", Bounds{1, 100}),
      field("label", &UpdateConversationRequest::label, "A free word to sort by.", Bounds{0, 50}),
      field("shares_history", &UpdateConversationRequest::shares_history, "May new members read what was said before?")};
};

// Members

struct MemberListRequest {
  ConversationId conversation;
  std::optional<Line> after;
  std::int64_t limit = 100;
};
template <>
struct Fields<MemberListRequest> {
  static constexpr std::string_view name = "MemberListRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &MemberListRequest::conversation, "The conversation."),
      field("after", &MemberListRequest::after, "The previous page's next.", Bounds{1, 200}),
      defaulted("limit", &MemberListRequest::limit, "How many at most.", Bounds{1, 100})};
};

struct MemberList {
  std::vector<Member> members;
  std::optional<std::string> next;
};
template <>
struct Fields<MemberList> {
  static constexpr std::string_view name = "MemberList";
  static constexpr auto list = std::tuple{field("members", &MemberList::members, "The present ones, by user id."),
                                          field("next", &MemberList::next, "For the next page; absent on the last.")};
};

struct AddMemberRequest {
  ConversationId conversation;
  UserId user;
  MemberRole role = MemberRole::member;
};
template <>
struct Fields<AddMemberRequest> {
  static constexpr std::string_view name = "AddMemberRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &AddMemberRequest::conversation, "The conversation."),
      field("user", &AddMemberRequest::user, "Who is to join."),
      defaulted("role", &AddMemberRequest::role, "As what.")};
};

struct UpdateMemberRequest {
  ConversationId conversation;
  UserId user;
  MemberRole role = MemberRole::member;
};
template <>
struct Fields<UpdateMemberRequest> {
  static constexpr std::string_view name = "UpdateMemberRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &UpdateMemberRequest::conversation, "The conversation."),
      field("user", &UpdateMemberRequest::user, "The member."),
      field("role", &UpdateMemberRequest::role, "The new role.")};
};

struct MemberRequest {
  ConversationId conversation;
  UserId user;
};
template <>
struct Fields<MemberRequest> {
  static constexpr std::string_view name = "MemberRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &MemberRequest::conversation, "The conversation."),
      field("user", &MemberRequest::user, "The member.")};
};

// Messages

struct SendRequest {
  ConversationId conversation;
  Line client_id;
  MessageText body;
  std::optional<Seq> reply_to;
};
template <>
struct Fields<SendRequest> {
  static constexpr std::string_view name = "SendRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &SendRequest::conversation, "The conversation."),
      field("client_id", &SendRequest::client_id,
            "Chosen by the sender, unique among its messages here: sending it again gives the first message.",
            Bounds{1, 64}),
      field("body", &SendRequest::body, "The text, kept exactly as it is."),
      field("reply_to", &SendRequest::reply_to, "The seq of the message that it answers.", Bounds{1})};
};

struct MessageRequest {
  ConversationId conversation;
  Seq seq;
};
template <>
struct Fields<MessageRequest> {
  static constexpr std::string_view name = "MessageRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &MessageRequest::conversation, "The conversation."),
      field("seq", &MessageRequest::seq, "The message's seq.", Bounds{1})};
};

struct EditRequest {
  ConversationId conversation;
  Seq seq;
  MessageText body;
};
template <>
struct Fields<EditRequest> {
  static constexpr std::string_view name = "EditRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &EditRequest::conversation, "The conversation."),
      field("seq", &EditRequest::seq, "The message's seq.", Bounds{1}),
      field("body", &EditRequest::body, "The new text.")};
};

struct HistoryRequest {
  ConversationId conversation;
  std::optional<Seq> before;
  std::optional<Seq> after;
  std::optional<Seq> around;
  std::int64_t limit = 50;
};
template <>
struct Fields<HistoryRequest> {
  static constexpr std::string_view name = "HistoryRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &HistoryRequest::conversation, "The conversation."),
      field("before", &HistoryRequest::before, "Only messages with a smaller seq.", Bounds{1}),
      field("after", &HistoryRequest::after, "Only messages with a greater seq.", Bounds{0}),
      field("around", &HistoryRequest::around, "Half before this seq and half from it on.", Bounds{1}),
      defaulted("limit", &HistoryRequest::limit, "How many at most.", Bounds{1, 100})};
};

struct MessageList {
  std::vector<Message> messages;
  bool more_before = false;
  bool more_after = false;
};
template <>
struct Fields<MessageList> {
  static constexpr std::string_view name = "MessageList";
  static constexpr auto list = std::tuple{
      field("messages", &MessageList::messages, "Ascending by seq."),
      field("more_before", &MessageList::more_before, "Are there older ones that the caller may read?"),
      field("more_after", &MessageList::more_after, "Are there newer ones?")};
};

// Live

struct Position {
  Rev rev;
  std::optional<Seq> read_seq;
};
template <>
struct Fields<Position> {
  static constexpr std::string_view name = "Position";
  static constexpr auto list = std::tuple{
      field("rev", &Position::rev, "The rev that the client has brought the conversation to."),
      field("read_seq", &Position::read_seq, "Its read cursor there.")};
};

struct SyncRequestBody {
  std::optional<Epoch> epoch;
  std::map<ConversationId, Position> conversations;
  std::optional<ConversationId> next;
};
template <>
struct Fields<SyncRequestBody> {
  static constexpr std::string_view name = "SyncRequest";
  static constexpr auto list = std::tuple{
      field("epoch", &SyncRequestBody::epoch, "The database's epoch when the client last listened."),
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
  static constexpr auto list = std::tuple{
      field("summary", &ResetConversation::summary, "The conversation as it is now: forget what you had."),
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
  std::optional<ConversationId> next;
};
template <>
struct Fields<SyncReply> {
  static constexpr std::string_view name = "SyncReply";
  static constexpr auto list = std::tuple{
      field("epoch", &SyncReply::epoch, "Another one than the client's: it starts afresh from this reply."),
      field("user_rev", &SyncReply::user_rev, "Where the user's own stream stands."),
      field("changes", &SyncReply::changes, "What was missed, of conversations that the client knows."),
      field("reset", &SyncReply::reset, "Conversations of which too much was missed."),
      field("added", &SyncReply::added, "Conversations that the client does not know."),
      field("gone", &SyncReply::gone, "Conversations that the client knows and the user is no longer in."),
      field("cursors", &SyncReply::cursors, "The user's read cursors that differ from the client's."),
      field("next", &SyncReply::next, "There is more: sync again with it.")};
};

struct HelloRequest {
  std::optional<Secret> token;
  std::optional<Line> client;
  std::optional<Epoch> epoch;
  std::map<ConversationId, Position> conversations;
};
template <>
struct Fields<HelloRequest> {
  static constexpr std::string_view name = "HelloRequest";
  static constexpr auto list = std::tuple{
      field("token", &HelloRequest::token, "The access token; absent where the upgrade carried it.", Bounds{1, 4096}),
      field("client", &HelloRequest::client, "The program and its version, as in web/1.2.", Bounds{1, 64}),
      field("epoch", &HelloRequest::epoch, "The database's epoch when the client last listened."),
      defaulted("conversations", &HelloRequest::conversations, "Where the client stands, by conversation id.")};
};

struct ClientLimits {
  std::int64_t message_chars = 0;
  std::int64_t frame_bytes = 0;
  std::int64_t group_members = 0;
  std::int64_t page_items = 0;
};
template <>
struct Fields<ClientLimits> {
  static constexpr std::string_view name = "ClientLimits";
  static constexpr auto list = std::tuple{
      field("message_chars", &ClientLimits::message_chars, "Of a message's text."),
      field("frame_bytes", &ClientLimits::frame_bytes, "Of one WebSocket message to the server."),
      field("group_members", &ClientLimits::group_members, "Of a group."),
      field("page_items", &ClientLimits::page_items, "Of a list's page.")};
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
  static constexpr auto list = std::tuple{
      field("user", &HelloReply::user, "Who this connection is."),
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
  Seq read;
};
template <>
struct Fields<ReceiptRequest> {
  static constexpr std::string_view name = "ReceiptRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &ReceiptRequest::conversation, "The conversation."),
      field("read", &ReceiptRequest::read, "The seq of the last message read; the cursor only moves forward.",
            Bounds{0})};
};

struct TypingRequest {
  ConversationId conversation;
  bool active = true;
};
template <>
struct Fields<TypingRequest> {
  static constexpr std::string_view name = "TypingRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &TypingRequest::conversation, "The conversation."),
      defaulted("active", &TypingRequest::active, "false: stopped typing.")};
};

}  // namespace parley
