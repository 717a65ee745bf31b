// Events: what happened, for the users that it concerns. A durable event is the committed state of one row at one rev.
// A client may apply it twice, late or out of order, because the state with the higher rev wins. An ephemeral event has
// no rev and may be lost. Plain values; any thread.
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <parley/bus/topic.hpp>
#include <parley/core/conversation.hpp>
#include <parley/core/invitation.hpp>
#include <parley/core/user.hpp>

namespace parley {

// The following events are durable and stand on the stream of a conversation.
struct MessageCreated {
  Message message;
};
// The later events of a message leave the quote out, because it stays as it was in MessageCreated.
struct MessageEdited {
  Message message;
};
struct MessageDeleted {
  Message message;
};
struct MessageReacted {
  Message message;
};
struct MessagePinned {
  Message message;
};
struct MessageUnpinned {
  Message message;
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

// The following events are durable and stand on the user's own stream.
// All members of a new group who see the same share one summary, which is never null.
struct ConversationAdded {
  std::shared_ptr<const ConversationSummary> summary;
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
// All users that the user has blocked.
struct BlocksUpdated {
  std::vector<UserId> users;
};

// All invitations that wait for the user's answer.
struct InvitationsUpdated {
  std::vector<Invitation> invitations;
};

using UserChange = std::variant<ConversationAdded, ConversationRemoved, ProfileUpdated, SessionsRevoked,
                                SettingsUpdated, BlocksUpdated, InvitationsUpdated>;

struct UserEvent {
  UserId user;
  UserRev rev;
  UserChange change;
};

// The following events are ephemeral. Typing goes to the other members of the conversation, receipts go to all members,
// and a read cursor goes to the reader's own devices.
struct TypingChanged {
  ConversationId conversation;
  UserId user;
  bool active = false;
  std::vector<UserId> hidden_from = {};  // members who do not see it, because one of the two has blocked the other
};
// Merges the typing of several members of a large conversation. It goes to all members except those who may not see all
// of it: a member who types, and a member who may not see one of the users. Each of these gets a list of their own,
// for which `reader` is set.
struct TypingMerged {
  ConversationId conversation;
  std::vector<std::pair<UserId, bool>> users;  // and whether each of them types
  std::optional<UserId> reader = {};
  std::vector<UserId> except = {};
};
struct ReadCursorMoved {
  ConversationId conversation;
  UserId user;
  Seq read_seq;
  std::int64_t unread = 0;
};

struct ReceiptsMoved {
  ConversationId conversation;
  std::vector<MemberReceipt> members;  // only members whose receipts changed
  std::vector<UserId> hidden_from = {};  // members who do not see it, because of a block between the two
};

using Event = std::variant<ConversationEvent, UserEvent, TypingChanged, TypingMerged, ReadCursorMoved, ReceiptsMoved>;

// All changes of one conversation that are newer than `since`, up to `rev`, for a reader who stopped at `since`. Rows
// have their present state, so several changes of one row are one entry.
struct ConversationChanges {
  ConversationId conversation;
  Rev since;
  Rev rev;
  bool complete = true;  // false: the limit was reached, and the reader goes on from `rev`
  std::optional<Conversation> properties;  // set if meta_rev > since or members changed
  std::vector<Member> members;  // ascending by rev
  std::vector<Message> messages;  // ascending by rev
};

}  // namespace parley
