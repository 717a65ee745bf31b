#include <utility>
#include <variant>
#include <vector>

#include "app/hub_sources.hpp"

namespace parley {
namespace {

Task<std::vector<StreamRev>> read_revs(Sync& sync, std::vector<Topic> topics) {
  std::vector<ConversationId> conversations;
  std::vector<UserId> users;
  for (const Topic& topic : topics) {
    if (const auto* conversation = std::get_if<ConversationId>(&topic)) conversations.push_back(*conversation);
    if (const auto* user = std::get_if<UserId>(&topic)) users.push_back(*user);
  }
  const auto revs = co_await sync.revs(std::move(conversations), std::move(users));
  if (!revs) co_return std::unexpected(revs.error());
  std::vector<StreamRev> streams;
  for (const auto& [id, rev] : revs->conversations) streams.push_back({id, rev.value()});
  for (const auto& [id, rev] : revs->users) streams.push_back({id, rev.value()});
  co_return streams;
}

}  // namespace

HubSources hub_sources(Sync& sync, Presences& presences, std::function<BusStatus()> check_bus) {
  return {
      .recover = [&sync](ConversationId conversation, Rev since,
                         Seq joined_seq) { return sync.changes_since(conversation, since, joined_seq); },
      .read_revs = [&sync](std::vector<Topic> topics) { return read_revs(sync, std::move(topics)); },
      .check_bus = std::move(check_bus),
      .add_last_seen = [&presences](std::vector<Presence> users) { return presences.add_last_seen(std::move(users)); }};
}

}  // namespace parley
