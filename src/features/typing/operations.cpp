#include <parley/features/operations.hpp>

#include <parley/features/typing/fields.hpp>

namespace parley {
namespace {

// Somebody types often, and it is forgotten in seconds: for whom the conversation's events reach nothing is read.
Task<void> set_typing(Messaging& messaging, RequestContext& context, TypingRequest request) {
  if (!context.live || !context.live->receives(request.conversation)) {
    co_return co_await messaging.set_typing(context.caller(), request.conversation, request.active);
  }
  co_return co_await messaging.announce_typing(context.caller(), request.conversation, request.active);
}

}  // namespace

void add_typing_operations(OperationTable& table) {
  table.add<TypingRequest, Nothing>(
      {.name = "typing.set",
       .summary = "Tell the other members that the caller types; it expires after six seconds.",
       .permission = Permission::member,
       .method = HttpMethod::post,
       .path = "/conversations/{conversation}/typing",
       .status = 204},
      [](const Services& services, RequestContext& context, TypingRequest request) {
        return set_typing(services.messaging, context, request);
      });
}

}  // namespace parley
