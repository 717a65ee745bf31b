#include <parley/features/messages/operations.hpp>

#include <algorithm>

#include <parley/core/requests.hpp>
#include <parley/features/messages/annotations.hpp>
#include <parley/features/messages/fields.hpp>
#include <parley/features/messages/messages.hpp>
#include <parley/protocol/cursor.hpp>

namespace parley {
namespace {

Task<SentMessage> send(Messages& messages, RequestContext& context, SendRequest request) {
  std::string client_id = request.client_id ? std::move(request.client_id->value) : Uuid::generate().text();
  auto sent = CO_TRY(co_await messages.send(context.caller(), request.conversation, std::move(client_id),
                                            std::move(request.body.value), request.reply_to));
  context.is_repeated = sent.duplicate;
  context.set_location("/conversations/{}/messages/{}", request.conversation.text(), sent.message.seq.value());
  co_return sent;
}

Task<MessageList> history(Messages& messages, Caller caller, HistoryRequest request) {
  if (request.before.has_value() + request.after.has_value() + request.around.has_value() > 1) {
    co_return fail(ErrorCode::invalid_request, "Give at most one of before, after and around.");
  }
  auto page = CO_TRY(co_await messages.history(
      caller, request.conversation,
      {request.before, request.after, request.around, static_cast<std::size_t>(request.limit)}));
  co_return MessageList{std::move(page.messages), page.more_before, page.more_after};
}

Task<Message> get_message(Messages& messages, Caller caller, MessageRequest request) {
  return messages.get(caller, request.conversation, request.seq);
}

Task<Message> edit_message(Messages& messages, Caller caller, EditRequest request) {
  return messages.edit(caller, request.conversation, request.seq, std::move(request.body.value));
}

Task<Message> erase_message(Messages& messages, Caller caller, MessageRequest request) {
  return messages.erase(caller, request.conversation, request.seq);
}

Task<MessageVersions> list_versions(Messages& messages, Caller caller, VersionsRequest request) {
  const std::int64_t skipped = request.cursor ? std::max<std::int64_t>(request.cursor->position, 0) : 0;
  auto page =
      CO_TRY(co_await messages.versions(caller, request.conversation, request.seq, static_cast<std::size_t>(skipped)));
  MessageVersions list{std::move(page.versions), std::nullopt};
  if (page.next) {
    const auto position = static_cast<std::int64_t>(*page.next);
    list.next = encode_cursor(PlaceCursor{position, request.conversation.uuid(), request.seq.value()});
  }
  co_return list;
}

Task<Message> react(Annotations& annotations, Caller caller, ReactionRequest request) {
  return annotations.react(caller, request.conversation, request.seq, std::move(request.emoji.value));
}

Task<Message> unreact(Annotations& annotations, Caller caller, ReactionRequest request) {
  return annotations.unreact(caller, request.conversation, request.seq, std::move(request.emoji.value));
}

Task<Message> pin(Annotations& annotations, Caller caller, MessageRequest request) {
  return annotations.pin(caller, request.conversation, request.seq);
}

Task<Message> unpin(Annotations& annotations, Caller caller, MessageRequest request) {
  return annotations.unpin(caller, request.conversation, request.seq);
}

Task<PinnedMessages> list_pins(Annotations& annotations, Caller caller, PinsRequest request) {
  std::optional<PinPosition> after;
  if (request.cursor) after = PinPosition{Time(milliseconds(request.cursor->position)), Seq(request.cursor->number)};
  auto page = CO_TRY(co_await annotations.pinned(caller, request.conversation, after));
  PinnedMessages list{std::move(page.messages), std::nullopt};
  if (page.next) {
    const auto& [pinned_at, seq] = *page.next;
    list.next =
        encode_cursor(PlaceCursor{pinned_at.time_since_epoch().count(), request.conversation.uuid(), seq.value()});
  }
  co_return list;
}

}  // namespace

void add_message_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  using enum Transport;
  using enum Cost;
  // clang-format off
  table.add({
    {"message.send",   member,              post,  "/conversations/{conversation}/messages",             201,
     handle<SendRequest, SentMessage>(send), "Send a message; a reply says it is stored.", both, message, "client_id",
     "The client_id stands for another message."},
    {"message.list",   member,              get,   "/conversations/{conversation}/messages",             200,
     handle<HistoryRequest, MessageList>(history), "A part of a conversation's history; the latest by default."},
    {"message.get",    member,              get,   "/conversations/{conversation}/messages/{seq}",       200,
     handle<MessageRequest, Message>(get_message),           "One message."},
    {"message.edit",   author,              patch, "/conversations/{conversation}/messages/{seq}",       200,
     handle<EditRequest, Message>(edit_message),             "Change the text of one's own message.",
     both, change, {}, "The message has as many versions as it may."},
    {"message.delete", author_or_moderator, del,   "/conversations/{conversation}/messages/{seq}",       200,
     handle<MessageRequest, Message>(erase_message),         "Delete a message; a tombstone stays.", both, change},
    {"message.edits",  member,              get,   "/conversations/{conversation}/messages/{seq}/edits", 200,
     handle<VersionsRequest, MessageVersions>(list_versions), "What a message said before it was edited."},
  });
  table.add({
    {"reaction.add",    member,    put, "/conversations/{conversation}/messages/{seq}/reactions/{emoji}", 200,
     handle<ReactionRequest, Message>(react),                "React to a message with an emoji.",
     both, change, {}, "The message is deleted, or has as many reactions as it may."},
    {"reaction.remove", member,    del, "/conversations/{conversation}/messages/{seq}/reactions/{emoji}", 200,
     handle<ReactionRequest, Message>(unreact),              "Take one's own reaction back.", both, change},
    {"pin.add",         moderator, put, "/conversations/{conversation}/pins/{seq}",                       200,
     handle<MessageRequest, Message>(pin),                   "Pin a message for all members of the conversation.",
     both, change, {}, "The message is deleted, or the conversation has as many pins as it may."},
    {"pin.remove",      moderator, del, "/conversations/{conversation}/pins/{seq}",                       200,
     handle<MessageRequest, Message>(unpin),                 "Unpin a message.", both, change},
    {"pin.list",        member,    get, "/conversations/{conversation}/pins",                             200,
     handle<PinsRequest, PinnedMessages>(list_pins), "The conversation's pinned messages."},
  });
  // clang-format on
}

}  // namespace parley
