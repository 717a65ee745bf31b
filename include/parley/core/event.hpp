// What happened, for those it concerns. A durable event is the committed state of one row at one rev: applying it
// twice, late or out of order is harmless, because the higher rev wins. An ephemeral event has no rev and may be lost.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include <parley/bus/topic.hpp>
#include <parley/core/conversation.hpp>
#include <parley/core/user.hpp>

namespace parley {

// Durable, on a conversation's stream.
// `shares_history`: also for members who joined after the message was sent, and after what it quotes.
struct MessageCreated {
  Message message;
  bool shares_history = false;
};
// The others say nothing of a quote: it stays what it was.
struct MessageEdited {
  Message message;
  bool shares_history = false;
};
struct MessageDeleted {
  Message message;
  bool shares_history = false;
};
struct MessageReacted {
  Message message;
  bool shares_history = false;
};
struct MessagePinned {
  Message message;
  bool shares_history = false;
};
struct MessageUnpinned {
  Message message;
  bool shares_history = false;
};
struct MemberAdded {
  Member member;
};
struct MemberUpdated {
  Member member;
};
struct MemberRemoved {
  Member member;
};
struct ConversationUpdated {
  Conversation conversation;
};

using ConversationChange =
    std::variant<MessageCreated, MessageEdited, MessageDeleted, MessageReacted, MessagePinned, MessageUnpinned,
                 MemberAdded, MemberUpdated, MemberRemoved, ConversationUpdated>;

struct ConversationEvent {
  ConversationId conversation;
  Rev rev;
  ConversationChange change;
};

// Durable, on a user's own stream.
struct ConversationAdded {
  ConversationSummary summary;
};
struct ConversationRemoved {
  ConversationId conversation;
};
struct ProfileUpdated {
  User user;
};
struct SessionsRevoked {
  std::vector<SessionId> sessions;
  RevocationReason reason;
};

struct SettingsUpdated {
  ConversationId conversation;
  ConversationSettings settings;
};
// Everybody whom the user has blocked.
struct BlocksUpdated {
  std::vector<UserId> users;
};

using UserChange = std::variant<ConversationAdded, ConversationRemoved, ProfileUpdated, SessionsRevoked,
                                SettingsUpdated, BlocksUpdated>;

struct UserEvent {
  UserId user;
  UserRev rev;
  UserChange change;
};

// Ephemeral. Typing goes to a conversation's other members, receipts to all of them, a read cursor to the reader's own
// devices.
struct TypingChanged {
  ConversationId conversation;
  UserId user;
  bool active = false;
};
// The same of several people in a large conversation; to everybody but them, or to one of them alone.
struct TypingMerged {
  ConversationId conversation;
  std::vector<std::pair<UserId, bool>> users;  // and whether each types
  std::optional<UserId> reader = {};
};
struct ReadCursorMoved {
  ConversationId conversation;
  UserId user;
  Seq read_seq;
  std::int64_t unread = 0;
};

struct ReceiptsMoved {
  ConversationId conversation;
  std::vector<MemberReceipt> members;  // those who have come further
};

using Event = std::variant<ConversationEvent, UserEvent, TypingChanged, TypingMerged, ReadCursorMoved, ReceiptsMoved>;

// Everything of one conversation that is newer than `since`, up to `rev`: what a reader who stopped at `since` missed.
// Rows are as they are now, so several changes of one row are one entry.
struct ConversationChanges {
  ConversationId conversation;
  Rev since;
  Rev rev;
  bool complete = true;  // false: cut off at a limit; `rev` is where to go on from
  std::optional<Conversation> properties;  // where meta_rev > since, or members changed
  std::vector<Member> members;             // ascending by rev
  std::vector<Message> messages;           // ascending by rev
};

}  // namespace parley
