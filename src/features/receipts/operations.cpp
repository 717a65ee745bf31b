#include <parley/features/operations.hpp>

#include <parley/features/messages/fields.hpp>
#include <parley/features/receipts/fields.hpp>
#include <parley/protocol/cursor.hpp>

namespace parley {
namespace {

Task<ReadCursorMoved> confirm(Messaging& messaging, Caller caller, ReceiptRequest request) {
  if (!request.read && !request.delivered) {
    co_return fail_field("read", "required", "Say what was read or delivered.");
  }
  co_return co_await messaging.confirm(caller, request.conversation, request.read, request.delivered);
}

Task<ReceiptList> list_receipts(Messaging& messaging, Caller caller, ReceiptListRequest request) {
  std::optional<UserId> after;
  if (request.after) {
    const auto cursor = decode_cursor(request.after->value);
    if (!cursor) co_return fail_field("after", "invalid", "This is no cursor of this list.");
    after = UserId(cursor->id);
  }
  auto page = co_await messaging.receipts(caller, request.conversation, after, static_cast<std::size_t>(request.limit));
  if (!page) co_return std::unexpected(std::move(page.error()));
  ReceiptList list{std::move(page->members), std::nullopt};
  if (page->next) list.next = encode_cursor({Time(), page->next->uuid()});
  co_return list;
}

Task<MessageReaders> list_readers(Messaging& messaging, Caller caller, MessageRequest request) {
  auto readers = co_await messaging.readers(caller, request.conversation, request.seq);
  if (!readers) co_return std::unexpected(std::move(readers.error()));
  co_return MessageReaders{std::move(*readers)};
}

}  // namespace

void add_receipt_operations(OperationTable& table) {
  table.add<ReceiptRequest, ReadCursorMoved>(
      {.name = "receipt.send",
       .summary =
           "Say how far the caller has received and read; the caller's devices and the other members hear of it.",
       .permission = Permission::member,
       .method = HttpMethod::post,
       .path = "/conversations/{conversation}/receipt"},
      [](const Services& services, RequestContext& context, ReceiptRequest request) {
        return confirm(services.messaging, context.caller(), request);
      });
  table.add<ReceiptListRequest, ReceiptList>(
      {.name = "receipt.list",
       .summary = "How far each member has received and read.",
       .permission = Permission::member,
       .path = "/conversations/{conversation}/receipts"},
      [](const Services& services, RequestContext& context, ReceiptListRequest request) {
        return list_receipts(services.messaging, context.caller(), std::move(request));
      });
  table.add<MessageRequest, MessageReaders>(
      {.name = "receipt.readers",
       .summary = "Who has received and read a message, and when.",
       .permission = Permission::member,
       .path = "/conversations/{conversation}/messages/{seq}/receipts"},
      [](const Services& services, RequestContext& context, MessageRequest request) {
        return list_readers(services.messaging, context.caller(), request);
      });
}

}  // namespace parley
