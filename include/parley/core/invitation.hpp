// An invitation: another user wants a user in a conversation, and this user decides. Plain values; any thread.
#pragma once

#include <optional>
#include <string>

#include <parley/core/conversation.hpp>

namespace parley {

struct Invitation {
  InvitationId id;
  UserId user;  // who decides
  Sender inviter;
  std::optional<ConversationId> conversation;  // a group; absent: a direct conversation with the inviter
  std::string title;                           // the title of the group
  MemberRole role = MemberRole::member;        // the role in the group
  Time created_at;
};

}  // namespace parley
