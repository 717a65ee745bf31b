// Conversations, their members and their messages. Plain values; the numbers are explained in base/ids.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <parley/base/ids.hpp>
#include <parley/base/time.hpp>
#include <parley/core/content.hpp>

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

// Each may do what those before it may: a moderator also deletes others' messages, pins and calls everybody; an admin
// also changes the group and its members.
enum class MemberRole { member, moderator, admin };

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
  bool silenced = false;  // of a direct conversation: one of the two has blocked the other
};

// How far a member has come in a conversation. What is read has been delivered.
struct MemberReceipt {
  UserId user;
  Seq delivered_seq;
  std::optional<Seq> read_seq;  // of those who tell
};

// What a member has had of one message.
struct MessageReader {
  UserId user;
  bool delivered = false;
  bool read = false;
  std::optional<Time> read_at = {};
};

enum class NotifyLevel { all, mentions, none };

// How one member wants to see a conversation. Nobody else knows.
struct ConversationSettings {
  std::optional<Time> muted_until;
  bool pinned = false;
  bool archived = false;
  NotifyLevel notify = NotifyLevel::all;
  friend bool operator==(const ConversationSettings&, const ConversationSettings&) = default;
};

// The beginning of the message that another one answers, as it is now. Its own rev says which of two is newer.
struct Quote {
  Seq seq;
  Rev rev;
  UserId sender;
  std::string body;  // cut at kQuoteCharacters; empty once deleted
  bool deleted = false;
};

struct Reaction {
  std::string emoji;
  std::vector<UserId> users;  // in the order in which they came
};

// (conversation, seq) is a message's identity.
struct Message {
  ConversationId conversation;
  Seq seq;
  Rev rev;          // of its last change
  Rev created_rev;  // of its creation
  UserId sender;
  std::string client_id;  // chosen by the sender: the same one sent again is the same message
  Content content;        // empty once deleted
  std::optional<Seq> reply_to;
  Time created_at;
  std::optional<Time> edited_at;
  std::optional<Time> deleted_at;
  std::optional<UserId> deleted_by = {};  // where somebody else than the sender did
  std::optional<Time> pinned_at = {};
  std::optional<UserId> pinned_by = {};
  std::optional<Quote> quote = {};       // of reply_to, where the reader may see it
  std::vector<Reaction> reactions = {};  // in the order in which the first of each came
  std::vector<UserId> mentions = {};     // whom the text called by name when it was written
  bool mentions_all = false;        // it called everybody
};

// What a message said from a time on.
struct MessageVersion {
  std::string body;
  Time written_at;
};

struct NewMessage {
  ConversationId conversation;
  UserId sender;
  std::string client_id;
  Content content;
  std::optional<Seq> reply_to;
};

struct SentMessage {
  Message message;
  bool duplicate = false;  // this client_id was there already: `message` is the first one
  bool shares_history = false;  // the conversation: may everybody see what the message quotes?
};

// The names of somebody who wrote a message.
struct Sender {
  UserId user;
  std::string username;
  std::string display_name;
};

// A conversation as one member's list shows it.
struct ConversationSummary {
  Conversation conversation;
  MemberRole role = MemberRole::member;
  Seq joined_seq;
  Seq read_seq;
  ConversationSettings settings;
  std::optional<Message> last_message;  // the last one that this member may see
  std::optional<Sender> last_sender = {};  // of last_message, if not among `members`
  std::vector<Seq> mentions = {};       // unread messages that call the member, the newest hundred, ascending
  std::vector<Member> members;          // the first few, for titles and avatars; member_count has the total

  std::int64_t unread() const { return conversation.last_seq.value() - read_seq.value(); }
  void move_read(Seq seq) {
    read_seq = std::max(read_seq, seq);
    std::erase_if(mentions, [this](Seq mention) { return mention <= read_seq; });
  }
};

}  // namespace parley
