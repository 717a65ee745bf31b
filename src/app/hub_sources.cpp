#include <utility>
#include <variant>
#include <vector>

#include <parley/core/announcements.hpp>

#include "app/hub_sources.hpp"

namespace parley {
namespace {

Task<RecoveredStream> recover(Sync& sync, ConversationId conversation, Rev since, Seq joined_seq) {
  const auto changes = CO_TRY(co_await sync.changes_since(conversation, since, joined_seq));
  co_return recovered_stream(changes);
}

Task<std::vector<StreamRev>> read_revs(Sync& sync, std::vector<Topic> topics) {
  std::vector<ConversationId> conversations;
  std::vector<UserId> users;
  for (const Topic& topic : topics) {
    if (const auto* conversation = std::get_if<ConversationId>(&topic)) conversations.push_back(*conversation);
    if (const auto* user = std::get_if<UserId>(&topic)) users.push_back(*user);
  }
  const auto revs = CO_TRY(co_await sync.revs(std::move(conversations), std::move(users)));
  std::vector<StreamRev> streams;
  for (const auto& [id, rev] : revs.conversations) streams.push_back({id, rev.value()});
  for (const auto& [id, rev] : revs.users) streams.push_back({id, rev.value()});
  co_return streams;
}

}  // namespace

HubSources hub_sources(Sync& sync, std::function<BusStatus()> check_bus) {
  return {.recover = [&sync](ConversationId conversation, Rev since,
                             Seq joined_seq) { return recover(sync, conversation, since, joined_seq); },
          .read_revs = [&sync](std::vector<Topic> topics) { return read_revs(sync, std::move(topics)); },
          .check_bus = std::move(check_bus)};
}

}  // namespace parley
