// Reads and writes the parts of messages that have rows of their own: quotes, reactions and mentions. They are read for
// many messages at once. Used on the transaction's thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <parley/base/limits.hpp>
#include <parley/core/conversation.hpp>
#include <parley/core/graphemes.hpp>
#include <parley/core/policy.hpp>
#include <parley/core/reach.hpp>
#include <parley/store/sql.hpp>

namespace parley {

// A row with this user among the mentions of a message says that it mentions everyone.
inline constexpr UserId kEverybody;

// The characters of a quoted message that are read. They are a few more than a quote shows, so that it is cut between
// two graphemes and not inside one.
inline constexpr std::int64_t kQuoteRead = kQuoteCharacters + 40;

// The first message that a reader may see, for a reader who gets no quotes.
inline constexpr Seq kNoQuote(std::numeric_limits<std::int64_t>::max());

// A message whose details have to be read, and the first message that its reader may see.
struct Incomplete {
  Message* message;
  Seq from;
};

inline std::vector<Incomplete> incomplete(std::span<Message> messages, Seq from) {
  std::vector<Incomplete> all;
  all.reserve(messages.size());
  for (Message& message : messages) all.push_back({&message, from});
  return all;
}

// Adds the last message of the summary, if its member sees one.
inline void add_last_message(std::vector<Incomplete>& all, ConversationSummary& summary) {
  if (!summary.last_message) return;
  all.push_back({&*summary.last_message, summary.visible_after.next()});
}

// Reads quotes, reactions and mentions and puts them into the messages. Plain messages, which have none of the three,
// cost no statement.
void complete(SqlConnection& connection, std::span<const Incomplete> messages);

// A message that is being written, and whether @all in it mentions everyone.
struct MentioningMessage {
  Message* message;
  bool may_mention_all = false;
};
// Finds the members that the messages mention and whose senders may mention them, puts them into the messages, and
// writes the rows of the mentions.
void write_mentions(SqlConnection& connection, std::span<const MentioningMessage> messages);
// Notes which members the @all of the message does not mention: those who have blocked its sender. Their names in it
// would not mention them either (core/reach.hpp).
void leave_out_blockers(SqlConnection& connection, const Message& message);

// Collects the messages that may have reactions, mentions or a quote, and puts the rows that are found into them. It
// lives for one read.
class MessageDetails {
 public:
  explicit MessageDetails(std::span<const Incomplete> all) {
    for (const auto& [message, from] : all) {
      if (message->deleted_at) continue;
      // A reaction changes the rev of its message, so an unchanged message has none.
      if (message->rev > message->created_rev) reacted.push_back(message);
      if (!message->content.mention_text().empty()) mentioning.push_back(message);
      if (message->reply_to && *message->reply_to >= from) quoting.push_back(message);
    }
  }

  bool is_plain() const { return reacted.empty() && mentioning.empty() && quoting.empty(); }

  // Each row begins with the ordinal of its message in `reacted`, `mentioning` or `quoting`, counted from one. Rows may
  // come in any order.
  void take_reaction(Row& row) {
    Message* message = at(reacted, row);
    const auto place = row.take<std::int64_t>();
    reactions_.push_back({message, place, row.take<std::string>(), row.take<UserId>()});
  }
  void take_mention(Row& row) {
    Message* message = at(mentioning, row);
    add_mention(*message, row.take<UserId>());
  }
  void take_quote(Row& row) {
    Message* message = at(quoting, row);
    message->quote = Quote{.seq = *message->reply_to,
                           .rev = row.take<Rev>(),
                           .sender = row.take<UserId>(),
                           .body = row.take<std::string>(),
                           .deleted = row.take<bool>()};
    shorten(*message->quote);
  }

  // Called after the last row. Groups the reactions by emoji and sorts them by the order in which they came.
  void finish() {
    std::ranges::sort(reactions_, {}, &ReactionRow::place);
    for (ReactionRow& row : reactions_) {
      auto& all = row.message->reactions;
      auto same = std::ranges::find(all, row.emoji, &Reaction::emoji);
      if (same == all.end()) same = all.insert(same, Reaction{std::move(row.emoji), {}});
      same->users.push_back(row.user);
    }
    for (Message* message : mentioning) std::ranges::sort(message->mentions);
  }

  static void add_mention(Message& message, UserId user) {
    if (user == kEverybody) {
      message.mentions_all = true;
    } else {
      message.mentions.push_back(user);
    }
  }
  static void shorten(Quote& quote) { quote.body.resize(beginning_of(quote.body, kQuoteCharacters).size()); }

  std::vector<Message*> reacted;
  std::vector<Message*> mentioning;
  std::vector<Message*> quoting;

 private:
  struct ReactionRow {
    Message* message;
    std::int64_t place;  // the position in the order of the message's reactions
    std::string emoji;
    UserId user;
  };

  static Message* at(const std::vector<Message*>& messages, Row& row) {
    return messages.at(static_cast<std::size_t>(row.take<std::int64_t>() - 1));
  }

  std::vector<ReactionRow> reactions_;
};

// Reads a member that a text names, and the facts about the sender and the member: is the member active, has the member
// blocked the sender, has the sender blocked the member. Returns nothing if the sender may not mention the member: the
// name is then plain text.
inline std::optional<UserId> read_mentioned(Row& row) {
  const auto user = row.take<UserId>();
  const ReachFacts facts{.is_active = row.take<bool>(),
                         .blocks_user = row.take<bool>(),
                         .is_blocked_by_user = row.take<bool>(),
                         .shares_conversation = true};
  return may_reach(ReachWay::mention, facts) == Reach::permitted ? std::optional(user) : std::nullopt;
}

inline MessageVersion read_version(Row& row) { return {row.take<std::string>(), row.take<Time>()}; }

inline MessageVersion present_version(const Message& message) {
  return {message.content.body, message.edited_at.value_or(message.created_at)};
}

// Returns the quote of the message.
inline Quote quote_of(const Message& message) {
  return {message.seq, message.rev, message.sender, std::string(message.content.preview(kQuoteCharacters)),
          message.deleted_at.has_value()};
}

// Sets the quote of the new message if the quoted message is written in the same batch. Returns whether it is.
inline bool quote_new(Message& message, std::span<const Message> written) {
  const auto quoted = std::ranges::find_if(written, [&](const Message& one) {
    return one.conversation == message.conversation && one.seq == message.reply_to;
  });
  if (quoted == written.end()) return false;
  message.quote = quote_of(*quoted);
  return true;
}

}  // namespace parley
