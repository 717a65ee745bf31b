// The request of typing.set, and how it looks on the wire. Plain values; any thread.
#pragma once

#include <parley/core/fields.hpp>

namespace parley {

struct TypingRequest {
  ConversationId conversation;
  bool active = true;
};
template <>
struct Fields<TypingRequest> {
  static constexpr std::string_view name = "TypingRequest";
  static constexpr auto list =
      std::tuple{field("conversation", &TypingRequest::conversation, "The conversation."),
                 defaulted("active", &TypingRequest::active, "false if the caller stopped typing.")};
};

}  // namespace parley
