// Conversations, their members and their messages. Plain values; the numbers are explained in domain/ids.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <parley/base/time.hpp>
#include <parley/domain/ids.hpp>

namespace parley {

enum class ConversationKind { direct, group, support };

struct Conversation {
  ConversationId id;
  ConversationKind kind = ConversationKind::group;
  std::string title;                // empty for a direct conversation: clients show the other member
  std::string label;                // free text to sort by, "urgent" say
  bool shares_history = false;      // may a new member read what was said before joining?
  std::optional<UserId> created_by;
  Time created_at;
  Seq last_seq;
  Rev rev;                          // of the last durable change of any kind
  Rev meta_rev;                     // of the last change of title, label or another property of its own
  std::optional<Time> last_message_at;
  std::int64_t member_count = 0;
};

enum class MemberRole { member, admin };

struct Member {
  ConversationId conversation;
  UserId user;
  std::string username;
  std::string display_name;
  MemberRole role = MemberRole::member;
  Seq joined_seq;  // the last message before joining; what came after is visible
  Seq read_seq;
  Seq delivered_seq;
  Time joined_at;
  std::optional<Time> left_at;
  Rev rev;         // of the conversation, at this membership's last change
};

enum class MessageKind { text, system };

// (conversation, seq) is a message's identity.
struct Message {
  ConversationId conversation;
  Seq seq;
  Rev rev;          // of its last change
  Rev created_rev;  // of its creation
  UserId sender;
  std::string client_id;  // chosen by the sender: the same one sent again is the same message
  MessageKind kind = MessageKind::text;
  std::string body;       // as it was typed; empty once deleted
  std::optional<Seq> reply_to;
  Time created_at;
  std::optional<Time> edited_at;
  std::optional<Time> deleted_at;
};

struct NewMessage {
  ConversationId conversation;
  UserId sender;
  std::string client_id;
  std::string body;
  std::optional<Seq> reply_to;
};

struct SentMessage {
  Message message;
  bool duplicate = false;  // this client_id was there already: `message` is the first one
};

// A conversation as one member's list shows it.
struct ConversationSummary {
  Conversation conversation;
  MemberRole role = MemberRole::member;
  Seq joined_seq;
  Seq read_seq;
  std::optional<Message> last_message;  // the last one that this member may see
  std::vector<Member> members;          // the first few, for titles and avatars; member_count has the total

  std::int64_t unread() const { return conversation.last_seq.value() - read_seq.value(); }
};

}  // namespace parley
