// The service for what users attach to a message: reactions and pins. The messages module owns it; any loop may call
// it. Every change is one transaction that locks the conversation and announces the changed message.
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

// The position of a message in the list of pinned ones.
struct PinPosition {
  Time pinned_at;
  Seq seq;
  friend auto operator<=>(const PinPosition&, const PinPosition&) = default;
};

struct PinPage {
  std::vector<Message> messages;
  std::optional<PinPosition> next;  // the last message's position; absent on the last page
};

// Every function reports the errors of Messages. A repeated call changes nothing and returns the message as it is.
class Annotations {
 public:
  Annotations(Database& database, const Clock& clock, const Limits& limits)
      : database_(database), clock_(clock), limits_(limits) {}

  // Adds or removes a reaction of the caller. `emoji` may be any form of one emoji; it is stored in its fully qualified
  // form. More errors: invalid_request (not one emoji), conflict (too many reactions, or the message is deleted).
  Task<Message> react(Caller caller, ConversationId conversation, Seq seq, std::string emoji);
  Task<Message> unreact(Caller caller, ConversationId conversation, Seq seq, std::string emoji);
  // Pins or unpins a message for all members. More errors: forbidden (not a moderator of the group), conflict (too many
  // pins, or the message is deleted).
  Task<Message> pin(Caller caller, ConversationId conversation, Seq seq);
  Task<Message> unpin(Caller caller, ConversationId conversation, Seq seq);
  // Returns the pinned messages behind `after` that the caller may see, the last pinned first. A page has at most
  // limits.page_bytes.
  Task<PinPage> pinned(Caller caller, ConversationId conversation, std::optional<PinPosition> after);

 private:
  Database& database_;
  const Clock& clock_;
  const Limits& limits_;
};

}  // namespace parley
