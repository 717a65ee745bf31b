// Requests that only name a user, a conversation or a message. Several features use them. Plain values; any thread.
#pragma once

#include <parley/core/fields.hpp>

namespace parley {

struct UserRequest {
  UserId user;
};
template <>
struct Fields<UserRequest> {
  static constexpr std::string_view name = "UserRequest";
  static constexpr auto list = std::tuple{field("user", &UserRequest::user, "The user.")};
};

struct ConversationRequest {
  ConversationId conversation;
};
template <>
struct Fields<ConversationRequest> {
  static constexpr std::string_view name = "ConversationRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &ConversationRequest::conversation, "The conversation.")};
};

struct MessageRequest {
  ConversationId conversation;
  Seq seq;
};
template <>
struct Fields<MessageRequest> {
  static constexpr std::string_view name = "MessageRequest";
  static constexpr auto list = std::tuple{field("conversation", &MessageRequest::conversation, "The conversation."),
                                          field("seq", &MessageRequest::seq, "The message's seq.", Bounds{1})};
};

}  // namespace parley
