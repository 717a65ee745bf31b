// Conversations, their members and their messages. Plain values; base/ids.hpp explains the numbers.
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
  std::string title;                // empty for a direct conversation, for which clients show the other member
  std::string label;                // free text to sort by, such as "urgent"
  bool shares_history = false;      // whether new members may read what was said before they joined
  Seq shared_after;                 // the last message before the sharing began; later ones are shared
  std::optional<UserId> created_by;
  Time created_at;
  Seq last_seq;
  Rev rev;                          // the last durable change of any kind
  Rev meta_rev;                     // the last change of title, label or another property
  std::optional<Time> last_message_at;
  std::int64_t member_count = 0;
};

// Each role has the permissions of the roles before it. A moderator also deletes other members' messages, pins messages
// and mentions everyone with @all. An admin also changes the group and its members.
enum class MemberRole { member, moderator, admin };

struct Member {
  ConversationId conversation;
  UserId user;
  std::string username;
  std::string display_name;
  MemberRole role = MemberRole::member;
  Seq visible_after;  // the last message that the member may not see
  Seq read_seq;
  Seq delivered_seq;
  Time joined_at;
  std::optional<Time> left_at;
  Rev rev;  // the conversation's rev at this membership's last change
  bool silenced = false;  // in a direct conversation: one of the two has blocked the other
  bool peer_closed = false;  // in a direct conversation: the account of the other member is closed
  bool left_self = false;  // a former member who left and was not removed
  bool closed = false;  // the member's own account is closed
  bool is_active = true;  // the account is neither closed nor suspended
};

// How far a member has come in a conversation. A message that was read was delivered too.
struct MemberReceipt {
  UserId user;
  Seq delivered_seq;
  std::optional<Seq> read_seq;  // absent if the member keeps it private
};

// Whether one message has reached a member.
struct MessageReader {
  UserId user;
  bool delivered = false;
  bool read = false;
  std::optional<Time> read_at = {};
};

enum class NotifyLevel { all, mentions, none };

// How one member wants to see a conversation. Other members do not see these settings.
struct ConversationSettings {
  std::optional<Time> muted_until;
  bool pinned = false;
  bool archived = false;
  NotifyLevel notify = NotifyLevel::all;
  friend bool operator==(const ConversationSettings&, const ConversationSettings&) = default;
};

// The beginning of the message that another message answers, in its present state. Of two quotes of the same message,
// the one with the higher rev is newer.
struct Quote {
  Seq seq;
  Rev rev;
  UserId sender;
  std::string body;  // at most kQuoteCharacters; empty if the message was deleted
  bool deleted = false;
};

struct Reaction {
  std::string emoji;
  std::vector<UserId> users;  // in the order in which they reacted
};

// A message. The pair (conversation, seq) identifies it.
struct Message {
  ConversationId conversation;
  Seq seq;
  Rev rev;  // the conversation's rev at its last change
  Rev created_rev;  // the conversation's rev at its creation
  UserId sender;
  std::string client_id;  // chosen by the sender; sent again with the same one, it is the same message
  Content content;  // empty if the message was deleted
  std::optional<Seq> reply_to;
  Time created_at;
  std::optional<Time> edited_at;
  std::optional<Time> deleted_at;
  std::optional<UserId> deleted_by = {};  // set if it was a moderator, and not the sender
  std::optional<Time> pinned_at = {};
  std::optional<UserId> pinned_by = {};
  std::optional<Quote> quote = {};  // quotes reply_to, if the reader may see that message
  std::vector<Reaction> reactions = {};  // in the order of the first reaction with each emoji
  std::vector<UserId> mentions = {};  // the members that the text mentioned by name when it was written
  bool mentions_all = false;  // the text mentioned everyone
};

// A version of a message's text, and when it was written.
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
  bool duplicate = false;  // the client_id was used before, and `message` is the first one with it
};

// The names of a user who wrote a message.
struct Sender {
  UserId user;
  std::string username;
  std::string display_name;
};

// A conversation as the list of one member shows it.
struct ConversationSummary {
  Conversation conversation;
  MemberRole role = MemberRole::member;
  Seq visible_after;  // the last message that this member may not see
  Seq read_seq;
  ConversationSettings settings;
  std::optional<Message> last_message;  // the last one that this member may see
  std::optional<Sender> last_sender = {};  // set if the sender of last_message is not among `members`
  std::vector<Seq> mentions = {};  // the newest kShownMentions unread messages that mention the member, ascending
  std::vector<Member> members;  // the first kShownMembers, for titles and avatars; member_count has the total
  std::vector<UserId> invited = {};  // set for a group that was just created: the users who decide first

  std::int64_t unread() const { return conversation.last_seq.value() - read_seq.value(); }
  void move_read(Seq seq) {
    read_seq = std::max(read_seq, seq);
    std::erase_if(mentions, [this](Seq mention) { return mention <= read_seq; });
  }
};

}  // namespace parley
