#include <parley/features/operations.hpp>

#include <parley/features/conversations/fields.hpp>
#include <parley/features/messages/fields.hpp>

namespace parley {
namespace {

Task<MessageList> history(Messaging& messaging, Caller caller, HistoryRequest request) {
  if (request.before.has_value() + request.after.has_value() + request.around.has_value() > 1) {
    co_return fail(ErrorCode::invalid_request, "Give at most one of before, after and around.");
  }
  auto page = co_await messaging.history(
      caller, request.conversation,
      {request.before, request.after, request.around, static_cast<std::size_t>(request.limit)});
  if (!page) co_return std::unexpected(std::move(page.error()));
  co_return MessageList{std::move(page->messages), page->more_before, page->more_after};
}

Task<PinnedMessages> list_pins(Messaging& messaging, Caller caller, ConversationId conversation) {
  auto pinned = co_await messaging.pinned(caller, conversation);
  if (!pinned) co_return std::unexpected(std::move(pinned.error()));
  co_return PinnedMessages{std::move(*pinned)};
}

Task<MessageVersions> list_versions(Messaging& messaging, Caller caller, MessageRequest request) {
  auto versions = co_await messaging.versions(caller, request.conversation, request.seq);
  if (!versions) co_return std::unexpected(std::move(versions.error()));
  co_return MessageVersions{std::move(*versions)};
}

void add_reaction_operations(OperationTable& table) {
  table.add<ReactionRequest, Message>({.name = "reaction.add",
                                       .summary = "React to a message with an emoji.",
                                       .permission = Permission::member,
                                       .method = HttpMethod::put,
                                       .path = "/conversations/{conversation}/messages/{seq}/reactions/{emoji}"},
                                      [](const Services& services, RequestContext& context, ReactionRequest request) {
                                        return services.messaging.react(context.caller(), request.conversation,
                                                                        request.seq, std::move(request.emoji.value));
                                      });
  table.add<ReactionRequest, Message>({.name = "reaction.remove",
                                       .summary = "Take one's own reaction back.",
                                       .permission = Permission::member,
                                       .method = HttpMethod::del,
                                       .path = "/conversations/{conversation}/messages/{seq}/reactions/{emoji}"},
                                      [](const Services& services, RequestContext& context, ReactionRequest request) {
                                        return services.messaging.unreact(context.caller(), request.conversation,
                                                                          request.seq, std::move(request.emoji.value));
                                      });
}

void add_pin_operations(OperationTable& table) {
  table.add<MessageRequest, Message>({.name = "pin.add",
                                      .summary = "Pin a message for everybody in the conversation.",
                                      .permission = Permission::moderator,
                                      .method = HttpMethod::put,
                                      .path = "/conversations/{conversation}/pins/{seq}"},
                                     [](const Services& services, RequestContext& context, MessageRequest request) {
                                       return services.messaging.pin(context.caller(), request.conversation,
                                                                     request.seq);
                                     });
  table.add<MessageRequest, Message>({.name = "pin.remove",
                                      .summary = "Unpin a message.",
                                      .permission = Permission::moderator,
                                      .method = HttpMethod::del,
                                      .path = "/conversations/{conversation}/pins/{seq}"},
                                     [](const Services& services, RequestContext& context, MessageRequest request) {
                                       return services.messaging.unpin(context.caller(), request.conversation,
                                                                       request.seq);
                                     });
  table.add<ConversationRequest, PinnedMessages>(
      {.name = "pin.list",
       .summary = "The conversation's pinned messages.",
       .permission = Permission::member,
       .path = "/conversations/{conversation}/pins"},
      [](const Services& services, RequestContext& context, ConversationRequest request) {
        return list_pins(services.messaging, context.caller(), request.conversation);
      });
}

}  // namespace

void add_message_operations(OperationTable& table) {
  table.add<SendRequest, SentMessage>({.name = "message.send",
                                       .summary = "Send a message. The reply means that it is stored for good.",
                                       .permission = Permission::member,
                                       .method = HttpMethod::post,
                                       .path = "/conversations/{conversation}/messages",
                                       .status = 201,
                                       .cost = Cost::message,
                                       .idempotency_field = "client_id"},
                                      [](const Services& services, RequestContext& context, SendRequest request) {
                                        return services.messaging.send(context.caller(), request.conversation,
                                                                       std::move(request.client_id.value),
                                                                       std::move(request.body.value), request.reply_to);
                                      });
  table.add<HistoryRequest, MessageList>({.name = "message.list",
                                          .summary = "A part of a conversation's history; the latest by default.",
                                          .permission = Permission::member,
                                          .path = "/conversations/{conversation}/messages"},
                                         [](const Services& services, RequestContext& context, HistoryRequest request) {
                                           return history(services.messaging, context.caller(), request);
                                         });
  table.add<MessageRequest, Message>({.name = "message.get",
                                      .summary = "One message.",
                                      .permission = Permission::member,
                                      .path = "/conversations/{conversation}/messages/{seq}"},
                                     [](const Services& services, RequestContext& context, MessageRequest request) {
                                       return services.messaging.get(context.caller(), request.conversation,
                                                                     request.seq);
                                     });
  table.add<EditRequest, Message>({.name = "message.edit",
                                   .summary = "Change the text of one's own message.",
                                   .permission = Permission::author,
                                   .method = HttpMethod::patch,
                                   .path = "/conversations/{conversation}/messages/{seq}"},
                                  [](const Services& services, RequestContext& context, EditRequest request) {
                                    return services.messaging.edit(context.caller(), request.conversation, request.seq,
                                                                   std::move(request.body.value));
                                  });
  table.add<MessageRequest, Message>({.name = "message.delete",
                                      .summary = "Delete a message; a tombstone stays.",
                                      .permission = Permission::author_or_moderator,
                                      .method = HttpMethod::del,
                                      .path = "/conversations/{conversation}/messages/{seq}"},
                                     [](const Services& services, RequestContext& context, MessageRequest request) {
                                       return services.messaging.erase(context.caller(), request.conversation,
                                                                       request.seq);
                                     });
  table.add<MessageRequest, MessageVersions>(
      {.name = "message.edits",
       .summary = "What a message said before it was edited.",
       .permission = Permission::member,
       .path = "/conversations/{conversation}/messages/{seq}/edits"},
      [](const Services& services, RequestContext& context, MessageRequest request) {
        return list_versions(services.messaging, context.caller(), request);
      });
  add_reaction_operations(table);
  add_pin_operations(table);
}

}  // namespace parley
