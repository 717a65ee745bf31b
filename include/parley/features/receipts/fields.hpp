// The requests and replies of the operations on receipts, and the names, descriptions and bounds of their fields on the
// wire. Plain values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <parley/core/fields.hpp>
#include <parley/protocol/cursor.hpp>
#include <parley/protocol/text.hpp>

namespace parley {

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
  std::optional<ListCursor> cursor;
  std::int64_t limit = 100;
};
template <>
struct Fields<ReceiptListRequest> {
  static constexpr std::string_view name = "ReceiptListRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &ReceiptListRequest::conversation, "The conversation."),
                 renamed("cursor", "after", &ReceiptListRequest::cursor, "The previous page\'s next."),
                 defaulted("limit", &ReceiptListRequest::limit, "How many at most.", Bounds{1, &Limits::page_items})};
};

struct ReceiptList {
  std::vector<MemberReceipt> members;
  std::optional<std::string> next;
};
template <>
struct Fields<ReceiptList> {
  static constexpr std::string_view name = "ReceiptList";
  static constexpr auto list = std::tuple{field("members", &ReceiptList::members, "The present members, by user id."),
                                          field("next", &ReceiptList::next, "For the next page; absent on the last.")};
};

struct MessageReaders {
  std::vector<MessageReader> members;
};
template <>
struct Fields<MessageReaders> {
  static constexpr std::string_view name = "MessageReaders";
  static constexpr auto list =
      std::tuple{field("members", &MessageReaders::members, "The present members without the sender, by user id.")};
};

}  // namespace parley
