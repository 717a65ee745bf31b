#include <parley/features/receipts/operations.hpp>

#include <parley/core/requests.hpp>
#include <parley/features/receipts/fields.hpp>
#include <parley/features/receipts/receipts.hpp>
#include <parley/protocol/cursor.hpp>

namespace parley {
namespace {

Task<ReadCursorMoved> confirm(Receipts& receipts, Caller caller, ReceiptRequest request) {
  if (!request.read && !request.delivered) {
    co_return fail_field("read", FieldFault::required, "Say what was read or delivered.");
  }
  co_return co_await receipts.confirm(caller, request.conversation, request.read, request.delivered);
}

Task<ReceiptList> list_receipts(Receipts& receipts, Caller caller, ReceiptListRequest request) {
  auto page = CO_TRY(co_await receipts.list(caller, request.conversation, user_of(request.cursor),
                                            static_cast<std::size_t>(request.limit)));
  ReceiptList list{std::move(page.members), std::nullopt};
  if (page.next) list.next = encode_cursor(*page.next);
  co_return list;
}

Task<MessageReaders> list_readers(Receipts& receipts, Caller caller, MessageRequest request) {
  auto readers = CO_TRY(co_await receipts.readers(caller, request.conversation, request.seq));
  co_return MessageReaders{std::move(readers)};
}

}  // namespace

void add_receipt_operations(OperationTable& table) {
  using namespace authority;
  using enum HttpMethod;
  // clang-format off
  table.add({
    {"receipt.send",    member, post, "/conversations/{conversation}/receipt",                 200,
     handle<ReceiptRequest, ReadCursorMoved>(confirm),       "Say how far the caller has received and read."},
    {"receipt.list",    member, get,  "/conversations/{conversation}/receipts",                200,
     handle<ReceiptListRequest, ReceiptList>(list_receipts), "How far each member has received and read."},
    {"receipt.readers", member, get,  "/conversations/{conversation}/messages/{seq}/receipts", 200,
     handle<MessageRequest, MessageReaders>(list_readers),   "Who has received and read a message, and when."},
  });
  // clang-format on
}

}  // namespace parley
