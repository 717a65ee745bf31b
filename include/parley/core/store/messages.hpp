// Reads and writes messages in a transaction. A store belongs to one transaction and is used on that transaction's
// thread. Every function throws StoreFailure if the database fails.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <parley/base/error.hpp>
#include <parley/core/conversation.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// The new text of an edited message.
struct NewBody {
  std::string_view text;
  bool may_mention_all = false;  // @all in the text mentions everyone
};

// Returns complete messages: with their quotes, reactions and mentions. In every function, `from` is the first message
// that the reader may see; an earlier message is not shown as a quote either.
class MessageStore {
 public:
  static constexpr std::size_t kAnyBytes = std::numeric_limits<std::size_t>::max();

  explicit MessageStore(SqlConnection& connection) : connection_(connection) {}
  // Writes a batch. Locks the conversations in the order of their ids, fetches the facts of each message for
  // judge_send() (core/send.hpp), allocates seq and rev for accepted messages, and inserts these with their mentions.
  // Returns one result for each message, in order. A refused message does not affect the others; its result is the
  // error of judge_send(). The result of a repeated message is the first one, marked as duplicate.
  std::vector<Result<SentMessage>> append(std::span<const NewMessage> batch, Time now);
  std::optional<Message> find(ConversationId conversation, Seq seq, Seq from);
  // Returns messages with from <= seq < before, the newest first: at most `limit`, and none behind the one with which
  // their texts have `most_bytes` together.
  std::vector<Message> before(ConversationId conversation, Seq before, Seq from, std::size_t limit,
                              std::size_t most_bytes = kAnyBytes);
  // Returns messages with seq > after and seq >= from, the oldest first, bounded as those of before().
  std::vector<Message> after(ConversationId conversation, Seq after, Seq from, std::size_t limit,
                             std::size_t most_bytes = kAnyBytes);
  // Returns messages with seq >= from that were created or changed at a rev greater than `since`, ascending by rev. The
  // conversation's present rev and last seq limit the search, because at most rev - since messages can be new.
  std::vector<Message> changed_since(const Conversation& conversation, Rev since, Seq from, std::size_t limit);
  // Returns pinned messages with seq >= from, the last pinned first.
  std::vector<Message> pinned(ConversationId conversation, Seq from, std::size_t limit);
  // Returns the versions of the text, from the first to the present one. A deleted message has none.
  std::vector<MessageVersion> versions(const Message& message);
  // Returns the number of these versions.
  std::int64_t count_versions(const Message& message);

  // The following functions change a message and return its new state, without a quote.
  // REQUIRES: the transaction has locked the conversation, and `message` is the present state.

  // Keeps the old text as a version, and writes the mentions of the new text.
  Message edit(const Message& message, const NewBody& body, Rev rev, Time now);
  // Deletes body, versions, reactions, mentions and pin. The row stays with its seq as a tombstone.
  Message erase(const Message& message, UserId actor, Rev rev, Time now);
  Message add_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev);
  Message remove_reaction(const Message& message, UserId user, std::string_view emoji, Rev rev);
  // Pins the message for `actor`, or unpins it if there is no actor.
  Message pin(const Message& message, std::optional<UserId> actor, Rev rev, Time now);

 private:
  std::optional<Message> completed(std::optional<Message> message, Seq from);
  std::vector<Message> completed(std::vector<Message> messages, Seq from);
  Message touch(const Message& message, Rev rev);

  SqlConnection& connection_;
};

}  // namespace parley
