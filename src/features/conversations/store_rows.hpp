// How a row of a summary becomes one, and how the databases are asked for many. Pure but for the questions, which
// belong to the thread that runs the transaction.
#pragma once

#include <charconv>
#include <ranges>
#include <set>

#include <parley/base/limits.hpp>
#include <parley/core/policy.hpp>
#include <parley/features/conversations/store.hpp>

#include "core/store/message_details.hpp"
#include "core/store/rows.hpp"

// For a conversation named c with its last message named l, as the reader sees it whose membership is in the table
// `own`. `mentions`: the seqs of unread messages that call the reader, in any order with commas between, or NULL.
#define SUMMARY_COLUMNS(own, mentions)                                                                \
  "c.id, c.kind, c.title, c.label, c.shares_history, c.created_by, c.created_at, c.last_seq, c.rev, " \
  "c.meta_rev, c.last_message_at, c.member_count, " own ".role, " own ".joined_seq, " own             \
  ".read_seq, " SETTINGS_COLUMNS(own) ", " mentions ", " MESSAGE_COLUMNS("l")

namespace parley {

// A message that an outer join may not have found.
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
          .joined_seq = row.take<Seq>()};
}

// The newest of these seqs, with commas between, some perhaps twice: ascending.
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

// Without the members that are shown with it; its last message, if the reader may see it, without details.
inline ConversationSummary read_summary(Row& row) {
  ConversationSummary summary{.conversation = read_conversation(row),
                              .role = row.take<MemberRole>(),
                              .joined_seq = row.take<Seq>(),
                              .read_seq = row.take<Seq>(),
                              .settings = read_settings(row),
                              .last_message = std::nullopt,
                              .mentions = read_mentions(row),
                              .members = {}};
  summary.last_message = read_optional_message(row);
  const Seq first_visible = policy::first_visible(summary.conversation.shares_history, summary.joined_seq);
  if (summary.last_message && summary.last_message->seq < first_visible) summary.last_message.reset();
  return summary;
}

// Rows of one conversation follow each other; each brings one member.
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

namespace sqlite {
std::vector<ConversationSummary> list_summaries(SqlConnection& connection, UserId user,
                                                const ConversationListCursor& start, std::size_t limit);
std::vector<std::optional<ConversationSummary>> read_summaries(SqlConnection& connection, std::span<const View> views);
std::vector<std::vector<ConversationPosition>> read_positions(SqlConnection& connection, std::span<const UserId> users);
}  // namespace sqlite

namespace postgres {
std::vector<ConversationSummary> list_summaries(SqlConnection& connection, UserId user,
                                                const ConversationListCursor& start, std::size_t limit);
std::vector<std::optional<ConversationSummary>> read_summaries(SqlConnection& connection, std::span<const View> views);
std::vector<std::vector<ConversationPosition>> read_positions(SqlConnection& connection, std::span<const UserId> users);
}  // namespace postgres

}  // namespace parley
