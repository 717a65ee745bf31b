#include <utility>
#include <variant>
#include <vector>

#include <parley/core/announcements.hpp>

#include "app/hub_sources.hpp"

namespace parley {
namespace {

Task<RecoveredStream> recover(Sync& sync, ConversationId conversation, Rev since, Seq visible_after) {
  const auto changes = CO_TRY(co_await sync.changes_since(conversation, since, visible_after));
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

// After a commit of unknown outcome there may be events that no node has announced. The hub then does what it does
// after a lost publication: it compares the revs of its streams with those in the database. What the operator has
// changed beside the nodes is found in this way, too.
BusStatus status_of(const EventBus& bus, const Database& database, const OperatorWatch& operator_watch) {
  const BusStatus carrier = bus.status();
  const DatabaseStatus source = database.status();
  return {carrier.is_whole && source.reachable, carrier.interruptions + source.failures + operator_watch.changes()};
}

}  // namespace

HubSources hub_sources(Sync& sync, const EventBus& bus, const Database& database, const OperatorWatch& operator_watch,
                       PresenceWatches& watches) {
  return {.recover = [&sync](ConversationId conversation, Rev since,
                             Seq visible_after) { return recover(sync, conversation, since, visible_after); },
          .read_revs = [&sync](std::vector<Topic> topics) { return read_revs(sync, std::move(topics)); },
          .find_visible_after = [&sync](ConversationId conversation,
                                        UserId user) { return sync.visible_after(conversation, user); },
          .has_session_ended = [&sync](UserId user, SessionId session) { return sync.has_ended(user, session); },
          .check_bus = [&bus, &database, &operator_watch] { return status_of(bus, database, operator_watch); },
          .note_departure = [&watches](asio::io_context& loop, UserId user) { watches.on(loop).member_left(user); }};
}

}  // namespace parley
