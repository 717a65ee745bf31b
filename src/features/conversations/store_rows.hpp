// What both databases share of reading summaries: the columns, how a row becomes a summary, and the bounds in the
// statements. The functions that take a connection belong to the thread that runs its transaction; all others are pure.
#pragma once

#include <array>
#include <charconv>
#include <ranges>
#include <set>
#include <string_view>

#include <parley/base/limits.hpp>
#include <parley/core/policy.hpp>
#include <parley/features/conversations/store.hpp>

#include "core/store/message_details.hpp"
#include "core/store/rows.hpp"

// The columns of a summary. They need a conversation named c, its last message named l, and the reader's membership in
// the table `own`. `mentions` is the list of the seqs of unread messages that call the reader, or NULL: separated by
// commas, in any order.
#define SUMMARY_COLUMNS(own, mentions)                                                             \
  "c.id, c.kind, c.title, c.label, c.shares_history, c.shared_after, c.created_by, c.created_at, " \
  "c.last_seq, c.rev, c.meta_rev, c.last_message_at, c.member_count, " own                         \
  ".role, " VISIBLE_AFTER(own) ", " own ".read_seq, " SETTINGS_COLUMNS(own) ", " mentions ", " MESSAGE_COLUMNS("l")

namespace parley {

// Writes a number over each occurrence of a name in a statement, with spaces in front of it.
consteval void put_number(std::span<char> statement, std::string_view name, std::size_t number) {
  const std::string_view text(statement.data(), statement.size());
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name)) {
    std::size_t rest = number;
    for (std::size_t i = at + name.size(); i-- > at; rest /= 10) {
      statement[i] = rest > 0 ? static_cast<char>('0' + rest % 10) : ' ';
    }
  }
}

// Returns the statement with numbers in the place of the names SHOWN_MEMBERS, SHOWN_MENTIONS and POSITIONS_READ. A
// bound is part of the text and no argument, because PostgreSQL plans these statements once for all arguments: from
// LIMIT $1 it would expect a tenth of all rows.
template <std::size_t Size>
consteval std::array<char, Size> with_bounds(const char (&literal)[Size]) {  // NOLINT(*-avoid-c-arrays): a literal
  std::array<char, Size> statement = std::to_array(literal);
  put_number(statement, "SHOWN_MEMBERS", kShownMembers);
  put_number(statement, "SHOWN_MENTIONS", kShownMentions);
  put_number(statement, "POSITIONS_READ", kPositionsRead);
  return statement;
}

// Reads the columns of a message, which are all NULL if an outer join found none.
inline std::optional<Message> read_optional_message(Row& row) {
  constexpr int kMessageColumns = 15;
  if (!row.next_is_null()) return read_message(row);
  row.skip(kMessageColumns);
  return std::nullopt;
}

inline ConversationPosition read_position(Row& row) {
  return {.id = row.take<ConversationId>(),
          .rev = row.take<Rev>(),
          .last_seq = row.take<Seq>(),
          .read_seq = row.take<Seq>(),
          .visible_after = row.take<Seq>()};
}

// Reads a list of seqs, in which a seq may occur twice, and returns the newest kShownMentions of them, ascending.
inline std::vector<Seq> read_mentions(Row& row) {
  const std::string text = row.take<std::optional<std::string>>().value_or("");
  std::set<std::int64_t> seqs;
  for (const auto part : std::views::split(text, ',')) {
    std::int64_t seq = 0;
    if (std::from_chars(part.data(), part.data() + part.size(), seq).ec == std::errc()) seqs.insert(seq);
  }
  while (seqs.size() > kShownMentions) seqs.erase(seqs.begin());
  std::vector<Seq> newest;
  for (const std::int64_t seq : seqs) newest.emplace_back(seq);
  return newest;
}

// Reads a summary without its members. Its last message has no details yet, and is absent if the reader may not see it.
inline ConversationSummary read_summary(Row& row) {
  ConversationSummary summary{.conversation = read_conversation(row),
                              .role = row.take<MemberRole>(),
                              .visible_after = row.take<Seq>(),
                              .read_seq = row.take<Seq>(),
                              .settings = read_settings(row),
                              .last_message = std::nullopt,
                              .mentions = read_mentions(row),
                              .members = {}};
  summary.last_message = read_optional_message(row);
  if (summary.last_message && summary.last_message->seq <= summary.visible_after) summary.last_message.reset();
  return summary;
}

// Builds summaries from rows that each hold a summary and one of its members. REQUIRES: the rows of a conversation
// follow each other.
class SummaryCollector {
 public:
  void take(Row& row) {
    ConversationSummary summary = read_summary(row);
    if (summaries_.empty() || summaries_.back().conversation.id != summary.conversation.id) {
      summaries_.push_back(std::move(summary));
    }
    summaries_.back().members.push_back(read_member(row));
  }
  std::vector<ConversationSummary> all() && { return std::move(summaries_); }

 private:
  std::vector<ConversationSummary> summaries_;
};

// The functions of SummaryStore for each database. The summaries come without the details of their last message.
namespace sqlite {
std::vector<ConversationSummary> list_summaries(SqlConnection& connection, UserId user,
                                                const ConversationListCursor& start, std::size_t limit);
std::vector<std::optional<ConversationSummary>> read_summaries(SqlConnection& connection, std::span<const View> views);
std::vector<std::vector<ConversationPosition>> read_positions(SqlConnection& connection,
                                                              std::span<const PositionRange> ranges);
}  // namespace sqlite

namespace postgres {
std::vector<ConversationSummary> list_summaries(SqlConnection& connection, UserId user,
                                                const ConversationListCursor& start, std::size_t limit);
std::vector<std::optional<ConversationSummary>> read_summaries(SqlConnection& connection, std::span<const View> views);
std::vector<std::vector<ConversationPosition>> read_positions(SqlConnection& connection,
                                                              std::span<const PositionRange> ranges);
}  // namespace postgres

}  // namespace parley
