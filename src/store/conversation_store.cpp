#include <set>

#include <parley/store/conversations.hpp>

namespace parley {

std::vector<ConversationSummary> ConversationStore::summaries(UserId user, std::span<const ConversationId> ids) {
  std::vector<View> views;
  for (const ConversationId id : std::set(ids.begin(), ids.end())) views.push_back({user, id});
  std::vector<ConversationSummary> present;
  for (auto& summary : summaries(views)) {
    if (summary) present.push_back(*std::move(summary));
  }
  return present;
}

}  // namespace parley
