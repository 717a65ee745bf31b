// Reactions and pins: what people leave beside a message. Owned by the messages module, asked from any loop.
#pragma once

#include <string>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/base/task.hpp>
#include <parley/base/time.hpp>
#include <parley/core/caller.hpp>
#include <parley/core/conversation.hpp>
#include <parley/store/database.hpp>

namespace parley {

// Errors: those of Messages. Doing again what is already done changes nothing.
class Annotations {
 public:
  Annotations(Database& database, const Clock& clock, const Limits& limits)
      : database_(database), clock_(clock), limits_(limits) {}

  // Errors besides: invalid_request (this is not one emoji), conflict (too many reactions).
  Task<Message> react(Caller caller, ConversationId conversation, Seq seq, std::string emoji);
  Task<Message> unreact(Caller caller, ConversationId conversation, Seq seq, std::string emoji);
  // Errors besides: conflict (too many pins).
  Task<Message> pin(Caller caller, ConversationId conversation, Seq seq);
  Task<Message> unpin(Caller caller, ConversationId conversation, Seq seq);
  // Returns the pinned messages, the last pinned first.
  Task<std::vector<Message>> pinned(Caller caller, ConversationId conversation);

 private:
  Database& database_;
  const Clock& clock_;
  const Limits& limits_;
};

}  // namespace parley
