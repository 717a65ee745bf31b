// The requests and replies of the operations on messages, and the names, descriptions and bounds of their fields on the
// wire. Plain values; any thread.
#pragma once

#include <optional>
#include <vector>

#include <parley/core/fields.hpp>
#include <parley/core/forms.hpp>
#include <parley/protocol/cursor.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

struct SendRequest {
  ConversationId conversation;
  std::optional<Line> client_id;
  MessageText body;
  std::optional<Seq> reply_to;
};
template <>
struct Fields<SendRequest> {
  static constexpr std::string_view name = "SendRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &SendRequest::conversation, "The conversation."),
      field("client_id", &SendRequest::client_id,
            "The sender chooses it, unique among its messages in this conversation: a request that repeats it gets the "
            "first message. If it is absent, the server chooses one, and a repeated request is a second message.",
            Bounds{1, kClientIdMost}),
      field("body", &SendRequest::body, "The text, kept exactly as it is."),
      field("reply_to", &SendRequest::reply_to, "The seq of the message that it answers.", Bounds{1})};
};

struct EditRequest {
  ConversationId conversation;
  Seq seq;
  MessageText body;
};
template <>
struct Fields<EditRequest> {
  static constexpr std::string_view name = "EditRequest";
  static constexpr auto list = std::tuple{field("conversation", &EditRequest::conversation, "The conversation."),
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
  static constexpr auto list =
      std::tuple{field("conversation", &HistoryRequest::conversation, "The conversation."),
                 field("before", &HistoryRequest::before, "Only messages with a smaller seq.", Bounds{1}),
                 field("after", &HistoryRequest::after, "Only messages with a greater seq.", Bounds{0}),
                 field("around", &HistoryRequest::around, "Half before this seq and half from it on.", Bounds{1}),
                 defaulted("limit", &HistoryRequest::limit, "How many at most.", Bounds{1, &Limits::page_items})};
};

struct MessageList {
  std::vector<Message> messages;
  bool more_before = false;
  bool more_after = false;
};
template <>
struct Fields<MessageList> {
  static constexpr std::string_view name = "MessageList";
  static constexpr auto list =
      std::tuple{field("messages", &MessageList::messages, "Ascending by seq."),
                 field("more_before", &MessageList::more_before, "Are there older ones that the caller may read?"),
                 field("more_after", &MessageList::more_after, "Are there newer ones?")};
};

struct ReactionRequest {
  ConversationId conversation;
  Seq seq;
  Line emoji;
};
template <>
struct Fields<ReactionRequest> {
  static constexpr std::string_view name = "ReactionRequest";
  static constexpr auto list = std::tuple{
      field("conversation", &ReactionRequest::conversation, "The conversation."),
      field("seq", &ReactionRequest::seq, "The message's seq.", Bounds{1}),
      field("emoji", &ReactionRequest::emoji, "One emoji; percent-encoded in a path.", Bounds().with(kEmojiForm))};
};

struct PinsRequest {
  ConversationId conversation;
  std::optional<PlaceCursor> cursor;
};
template <>
struct Fields<PinsRequest> {
  static constexpr std::string_view name = "PinsRequest";
  static constexpr auto list = std::tuple{field("conversation", &PinsRequest::conversation, "The conversation."),
                                          field("cursor", &PinsRequest::cursor, "The previous page's next.")};
};

struct PinnedMessages {
  std::vector<Message> messages;
  std::optional<std::string> next;
};
template <>
struct Fields<PinnedMessages> {
  static constexpr std::string_view name = "PinnedMessages";
  static constexpr auto list =
      std::tuple{field("messages", &PinnedMessages::messages, "The last pinned first."),
                 field("next", &PinnedMessages::next, "For the next page; absent on the last.")};
};

struct VersionsRequest {
  ConversationId conversation;
  Seq seq;
  std::optional<PlaceCursor> cursor;
};
template <>
struct Fields<VersionsRequest> {
  static constexpr std::string_view name = "VersionsRequest";
  static constexpr auto list = std::tuple{field("conversation", &VersionsRequest::conversation, "The conversation."),
                                          field("seq", &VersionsRequest::seq, "The message's seq.", Bounds{1}),
                                          field("cursor", &VersionsRequest::cursor, "The previous page's next.")};
};

struct MessageVersions {
  std::vector<MessageVersion> versions;
  std::optional<std::string> next;
};
template <>
struct Fields<MessageVersions> {
  static constexpr std::string_view name = "MessageVersions";
  static constexpr auto list =
      std::tuple{field("versions", &MessageVersions::versions,
                       "What it said, the first version first, the present one last; empty once it is deleted."),
                 field("next", &MessageVersions::next, "For the next page; absent on the last.")};
};

}  // namespace parley
