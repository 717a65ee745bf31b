// Conversations, members and messages, as a transaction sees them. A store's objects belong to the thread that runs the
// transaction. A database that fails throws StoreFailure (store/transaction.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/core/event.hpp>

namespace parley {

struct NewConversation {
  ConversationId id;
  ConversationKind kind = ConversationKind::group;
  std::string title;
  std::string label;
  bool shares_history = false;
  UserId created_by;
  Time created_at;
};

struct ConversationPatch {
  std::optional<std::string> title;
  std::optional<std::string> label;
  std::optional<bool> shares_history;
};

// Where a page of the conversation list ended: the list is ordered by last activity, the newest first.
struct ConversationListCursor {
  Time active_at;
  ConversationId id;
};

// What a member changes of the own settings of a conversation.
struct SettingsPatch {
  std::optional<std::optional<Time>> muted_until;  // nothing inside: no longer muted
  std::optional<bool> pinned;
  std::optional<bool> archived;
  std::optional<NotifyLevel> notify;
};

// A member who has come further: what both say is merged by the greater.
struct CursorMove {
  ConversationId conversation;
  UserId user;
  Seq read_seq;
  Seq delivered_seq;
};

// How far a conversation is, and how far one of its members has read.
struct ConversationPosition {
  ConversationId id;
  Rev rev;
  Seq last_seq;
  Seq read_seq;
  Seq joined_seq;
};

// A conversation as one of its members looks at it.
struct View {
  UserId user;
  ConversationId conversation;
};

class ConversationStore {
 public:
  virtual ~ConversationStore() = default;
  // A new conversation at rev 1 (meta_rev 1), without members.
  virtual Conversation add(const NewConversation& conversation) = 0;
  // A direct conversation of the two, at rev 1 and without members yet; or, second = false, the one there was already.
  virtual std::pair<Conversation, bool> add_direct(const NewConversation& conversation, UserId one, UserId other) = 0;
  virtual std::optional<Conversation> find(ConversationId id) = 0;
  // As find, and holds the conversation against other writers until the transaction ends. Ask before changing anything.
  virtual std::optional<Conversation> lock(ConversationId id) = 0;
  virtual std::optional<ConversationId> find_direct(UserId one, UserId other) = 0;
  // Allocates the conversation's next rev.
  virtual Rev advance(ConversationId id) = 0;
  // Changes what is given under a new rev, which is the meta_rev too.
  virtual Conversation update(ConversationId id, const ConversationPatch& patch) = 0;
  // The user's conversations in one statement: last visible message, read cursor, the first eight members.
  virtual std::vector<ConversationSummary> list(UserId user, const std::optional<ConversationListCursor>& after,
                                                std::size_t limit) = 0;
  // The same for each of the views, in their order; nothing where the user is no member.
  virtual std::vector<std::optional<ConversationSummary>> summaries(std::span<const View> views) = 0;
  // The same for one user; those the user is not a member of are left out. Ascending by id.
  std::vector<ConversationSummary> summaries(UserId user, std::span<const ConversationId> ids);
  // All conversations of each of the users, in their order, ascending by id.
  virtual std::vector<std::vector<ConversationPosition>> positions(std::span<const UserId> users) = 0;
  std::vector<ConversationPosition> positions(UserId user) { return positions(std::span(&user, 1)).front(); }
  // How far those that exist are, in any order.
  virtual std::vector<std::pair<ConversationId, Rev>> revs(std::span<const ConversationId> ids) = 0;
};

class MemberStore {
 public:
  virtual ~MemberStore() = default;
  // Adds a member, or one who had left again, under the given rev of the conversation, and counts it.
  virtual Member add(ConversationId conversation, UserId user, MemberRole role, Seq joined_seq, Rev rev, Time now) = 0;
  // The membership, also one that has ended (left_at).
  virtual std::optional<Member> find(ConversationId conversation, UserId user) = 0;
  // Present members by user id, those greater than `after`.
  virtual std::vector<Member> list(ConversationId conversation, std::optional<UserId> after, std::size_t limit) = 0;
  virtual Member set_role(ConversationId conversation, UserId user, MemberRole role, Rev rev) = 0;
  // Ends a membership and counts it.
  virtual Member remove(ConversationId conversation, UserId user, Rev rev, Time now) = 0;
  // The present member who has been one for longest, leaving out `except`.
  virtual std::optional<Member> oldest(ConversationId conversation, UserId except) = 0;
  virtual std::int64_t count_admins(ConversationId conversation) = 0;
  // Rows with rev > since, members who left among them, ascending by rev.
  virtual std::vector<Member> changed_since(ConversationId conversation, Rev since, std::size_t limit) = 0;
  // Moves the cursors forward, never back, and never past the last message.
  virtual void move_cursors(const CursorMove& move) = 0;
  // Changes what is given, at a rev of the user's own stream.
  virtual ConversationSettings set_settings(ConversationId conversation, UserId user, const SettingsPatch& patch,
                                            UserRev rev) = 0;
  // The settings of the user's conversations that changed after `since`.
  virtual std::vector<SettingsUpdated> settings_since(UserId user, UserRev since) = 0;
};

// Who has received and read what, for those who ask.
class ReceiptStore {
 public:
  virtual ~ReceiptStore() = default;
  // Present members by user id, those greater than `after`; those with private reads without them.
  virtual std::vector<MemberReceipt> list(ConversationId conversation, std::optional<UserId> after,
                                          std::size_t limit) = 0;
  // What present members beside the sender have had of the message.
  virtual std::vector<MessageReader> readers(const Message& message, std::size_t limit) = 0;
  // The member said at that time to have read up to there.
  virtual void mark(ConversationId conversation, UserId user, Seq read_seq, Time now) = 0;
  // Forgets at most `limit` marks older than that; gives their number.
  virtual std::size_t remove_before(Time time, std::size_t limit) = 0;
};

// What an edited message says from now on.
struct NewBody {
  std::string_view text;
  bool may_mention_all = false;  // @all in the text calls everybody
};

// Messages are given whole, with what they quote, the reactions to them and whom they call.
class MessageStore {
 public:
  virtual ~MessageStore() = default;
  // Writes a batch: locks the conversations in order of id, fetches for each message the facts by which judge_send
  // (core/send.hpp) decides, allocates seq and rev for what is accepted, and inserts it with its mentions. Returns one
  // result per message, in order. A bad message fails alone, with the error of judge_send; a repeated one gives the
  // first message (duplicate).
  virtual std::vector<Result<SentMessage>> append(std::span<const NewMessage> batch, Time now) = 0;
  // `from`, here and below: the first message that the reader may see, and so be shown as a quote.
  virtual std::optional<Message> find(ConversationId conversation, Seq seq, Seq from) = 0;
  // Messages with from <= seq < before, the newest first.
  virtual std::vector<Message> before(ConversationId conversation, Seq before, Seq from, std::size_t limit) = 0;
  // Messages with seq > after and seq >= from, the oldest first.
  virtual std::vector<Message> after(ConversationId conversation, Seq after, Seq from, std::size_t limit) = 0;
  // Messages with seq >= from that were created or changed at a rev greater than `since`, ascending by rev. The
  // conversation's current rev and last seq bound the search: at most rev - since messages can be new.
  virtual std::vector<Message> changed_since(const Conversation& conversation, Rev since, Seq from,
                                             std::size_t limit) = 0;
  // Pinned messages with seq >= from, the last pinned first.
  virtual std::vector<Message> pinned(ConversationId conversation, Seq from, std::size_t limit) = 0;
  // What the message said, the first version first and the present one last; nothing of a deleted one.
  virtual std::vector<MessageVersion> versions(const Message& message) = 0;

  // The changes take the message as it is, in a locked conversation, and give it as it then is, without a quote.
  // Keeps what it said as a version, and writes the mentions of the new body.
  virtual Message edit(const Message& message, const NewBody& body, Rev rev, Time now) = 0;
  // Leaves a tombstone: body, versions, reactions, mentions and pin go, the seq stays.
  virtual Message erase(const Message& message, UserId actor, Rev rev, Time now) = 0;
  virtual Message add_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev) = 0;
  virtual Message remove_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev) = 0;
  // By nobody: it is no longer pinned.
  virtual Message pin(const Message& message, std::optional<UserId> actor, Rev rev, Time now) = 0;
};

}  // namespace parley
