#include <algorithm>
#include <vector>

#include <parley/core/store/users.hpp>

#include "core/sender_names.hpp"

namespace parley {
namespace {

// Returns whether a client can show the sender of the last message without last_sender.
bool shows_sender(const ConversationSummary& summary) {
  return !summary.last_message ||
         std::ranges::find(summary.members, summary.last_message->sender, &Member::user) != summary.members.end();
}

}  // namespace

void name_senders(Transaction& tx, std::span<ConversationSummary* const> summaries) {
  std::vector<ConversationSummary*> nameless;
  std::vector<UserId> senders;
  for (ConversationSummary* summary : summaries) {
    if (shows_sender(*summary)) continue;
    nameless.push_back(summary);
    senders.push_back(summary->last_message->sender);
  }
  if (senders.empty()) return;
  // One query finds all senders; results have the order of the ids.
  const auto users = tx.store<UserStore>().find_all(senders);
  for (std::size_t i = 0; i < nameless.size(); ++i) {
    if (users[i]) nameless[i]->last_sender = Sender{users[i]->id, users[i]->username, users[i]->display_name};
  }
}

void name_senders(Transaction& tx, std::span<ConversationSummary> summaries) {
  std::vector<ConversationSummary*> all;
  for (ConversationSummary& summary : summaries) all.push_back(&summary);
  name_senders(tx, std::span<ConversationSummary* const>(all));
}

}  // namespace parley
