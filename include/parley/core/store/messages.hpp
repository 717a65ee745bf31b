// Messages. As a transaction sees them; belongs to the thread that runs the transaction.
// A database that fails throws StoreFailure.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/core/conversation.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// What an edited message says from now on.
struct NewBody {
  std::string_view text;
  bool may_mention_all = false;  // @all in the text calls everybody
};

// Messages are given whole, with what they quote, the reactions to them and the users that they mention.
class MessageStore {
 public:
  explicit MessageStore(SqlConnection& connection) : connection_(connection) {}
  // Writes a batch: locks the conversations in order of id, fetches for each message the facts by which judge_send
  // (core/send.hpp) decides, allocates seq and rev for what is accepted, and inserts it with its mentions. Returns one
  // result per message, in order. A bad message fails alone, with the error of judge_send; a repeated one gives the
  // first message (duplicate).
  std::vector<Result<SentMessage>> append(std::span<const NewMessage> batch, Time now);
  // `from`, here and below: the first message that the reader may see, and so be shown as a quote.
  std::optional<Message> find(ConversationId conversation, Seq seq, Seq from);
  // Messages with from <= seq < before, the newest first.
  std::vector<Message> before(ConversationId conversation, Seq before, Seq from, std::size_t limit);
  // Messages with seq > after and seq >= from, the oldest first.
  std::vector<Message> after(ConversationId conversation, Seq after, Seq from, std::size_t limit);
  // Messages with seq >= from that were created or changed at a rev greater than `since`, ascending by rev. The
  // conversation's current rev and last seq bound the search: at most rev - since messages can be new.
  std::vector<Message> changed_since(const Conversation& conversation, Rev since, Seq from, std::size_t limit);
  // Pinned messages with seq >= from, the last pinned first.
  std::vector<Message> pinned(ConversationId conversation, Seq from, std::size_t limit);
  // What the message said, the first version first and the present one last; nothing of a deleted one.
  std::vector<MessageVersion> versions(const Message& message);

  // The changes take the message as it is, in a locked conversation, and give it as it then is, without a quote.
  // Keeps what it said as a version, and writes the mentions of the new body.
  Message edit(const Message& message, const NewBody& body, Rev rev, Time now);
  // Leaves a tombstone: body, versions, reactions, mentions and pin go, the seq stays.
  Message erase(const Message& message, UserId actor, Rev rev, Time now);
  Message add_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev);
  Message remove_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev);
  // By nobody: it is no longer pinned.
  Message pin(const Message& message, std::optional<UserId> actor, Rev rev, Time now);

 private:
  std::optional<Message> completed(std::optional<Message> message, Seq from);
  std::vector<Message> completed(std::vector<Message> messages, Seq from);
  Message touch(const Message& message, Rev rev);

  SqlConnection& connection_;
};

}  // namespace parley
