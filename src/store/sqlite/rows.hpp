// How rows become values, for the tables that several statements read. The columns stand in a macro because a statement
// is one literal. Pure; any thread.
#pragma once

#include <parley/domain/conversation.hpp>

#include "store/sqlite/connection.hpp"

// Of a table named m joined with users named u.
#define MEMBER_COLUMNS                                                                                            \
  "m.conversation_id, m.user_id, u.username, u.display_name, m.role, m.joined_seq, m.read_seq, m.delivered_seq, " \
  "m.joined_at, m.left_at, m.rev "
#define MESSAGE_COLUMNS(table)                                                                               \
  table ".conversation_id, " table ".seq, " table ".rev, " table ".created_rev, " table ".sender_id, " table \
        ".client_id, " table ".kind, " table ".body, " table ".reply_to_seq, " table ".created_at, " table   \
        ".edited_at, " table ".deleted_at "

namespace parley::sqlite {

inline Member read_member(Row& row) {
  return {.conversation = row.take<ConversationId>(),
          .user = row.take<UserId>(),
          .username = row.take<std::string>(),
          .display_name = row.take<std::string>(),
          .role = row.take<MemberRole>(),
          .joined_seq = row.take<Seq>(),
          .read_seq = row.take<Seq>(),
          .delivered_seq = row.take<Seq>(),
          .joined_at = row.take<Time>(),
          .left_at = row.take<std::optional<Time>>(),
          .rev = row.take<Rev>()};
}

inline Message read_message(Row& row) {
  return {.conversation = row.take<ConversationId>(),
          .seq = row.take<Seq>(),
          .rev = row.take<Rev>(),
          .created_rev = row.take<Rev>(),
          .sender = row.take<UserId>(),
          .client_id = row.take<std::string>(),
          .kind = row.take<MessageKind>(),
          .body = row.take<std::string>(),
          .reply_to = row.take<std::optional<Seq>>(),
          .created_at = row.take<Time>(),
          .edited_at = row.take<std::optional<Time>>(),
          .deleted_at = row.take<std::optional<Time>>()};
}

}  // namespace parley::sqlite
